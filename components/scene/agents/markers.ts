import { Float32BufferAttribute, InstancedBufferGeometry } from "three";

/** A slim octahedron of two by one, flat on every side: what floats over somebody's head. */
export function diamondGeometry(): InstancedBufferGeometry {
  const position: number[] = [];
  const normal: number[] = [];
  for (const up of [1, -1]) {
    for (let side = 0; side < 4; side++) {
      const a = [Math.cos((side * Math.PI) / 2) * 0.55, 0, Math.sin((side * Math.PI) / 2) * 0.55];
      const b = [Math.cos(((side + 1) * Math.PI) / 2) * 0.55, 0, Math.sin(((side + 1) * Math.PI) / 2) * 0.55];
      position.push(...(up > 0 ? b : a), ...(up > 0 ? a : b), 0, up, 0);
      const middle = Math.PI * (side / 2 + 0.25);
      for (let corner = 0; corner < 3; corner++) normal.push(Math.cos(middle), up * 0.45, Math.sin(middle));
    }
  }
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new Float32BufferAttribute(position, 3));
  geometry.setAttribute("aNormal3", new Float32BufferAttribute(normal, 3));
  return geometry;
}

/** Half the height of a diamond, metres, by the distance of the eye: it is to be found from afar. The shader's own formula. */
export function diamondHalfM(distanceM: number): number {
  return Math.min(9, Math.max(0.16, distanceM * 0.009));
}

export const DIAMOND_GLSL = /* glsl */ `
float diamondHalf(float far) { return clamp(far * 0.009, 0.16, 9.0); }
`;
