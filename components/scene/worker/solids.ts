import { SURFACE, type Surface } from "./mesh-data.ts";
import type { Ring, SolidWriter } from "./solid-writer.ts";

/** A rectangle around the frame's centre. */
export function rectangle(widthM: number, depthM: number, x = 0, z = 0): Ring {
  const w = widthM / 2;
  const d = depthM / 2;
  return [
    [x - w, z - d],
    [x + w, z - d],
    [x + w, z + d],
    [x - w, z + d],
  ];
}

/** An ellipse of `sides` corners. */
export function ellipse(widthM: number, depthM: number, sides: number, x = 0, z = 0): Ring {
  return Array.from({ length: sides }, (_, i) => {
    const angle = ((i + 0.5) / sides) * Math.PI * 2;
    const grow = 0.5 / Math.cos(Math.PI / sides);
    return [x + Math.cos(angle) * widthM * grow, z + Math.sin(angle) * depthM * grow] as const;
  });
}

/** A rectangle with its corners cut off by `cutM`. */
export function chamfered(widthM: number, depthM: number, cutM: number): Ring {
  const w = widthM / 2;
  const d = depthM / 2;
  return [
    [-w + cutM, -d],
    [w - cutM, -d],
    [w, -d + cutM],
    [w, d - cutM],
    [w - cutM, d],
    [-w + cutM, d],
    [-w, d - cutM],
    [-w, -d + cutM],
  ];
}

export function scaled(ring: Ring, factor: number): Ring {
  let cx = 0;
  let cz = 0;
  for (const [x, z] of ring) {
    cx += x / ring.length;
    cz += z / ring.length;
  }
  return ring.map(([x, z]) => [cx + (x - cx) * factor, cz + (z - cz) * factor] as const);
}

/** Walls and a flat roof on top. */
export function prism(
  w: SolidWriter,
  ring: Ring,
  y0: number,
  y1: number,
  surface: Surface = SURFACE.facade,
): void {
  loft(w, ring, y0, ring, y1, surface);
  cap(w, ring, y1);
}

/** A flat roof: a fan over a convex ring. */
export function cap(w: SolidWriter, ring: Ring, y: number, surface: Surface = SURFACE.roof): void {
  const [cx, cz] = middle(ring);
  w.around(cx, y - 1, cz);
  const first = ring[0];
  for (let i = 2; i < ring.length; i += 1) {
    const b = ring[i - 1];
    const c = ring[i];
    if (first && b && c)
      w.face(
        [
          [first[0], y, first[1]],
          [b[0], y, b[1]],
          [c[0], y, c[1]],
        ],
        surface,
      );
  }
}

/** Faces between two rings of equally many corners: walls, mansards, hips, spires. */
export function loft(w: SolidWriter, low: Ring, y0: number, high: Ring, y1: number, surface: Surface): void {
  const [cx, cz] = middle(low);
  const { floorM, bayM } = w.brush;
  for (let i = 0; i < low.length; i++) {
    const a = low[i];
    const b = low[(i + 1) % low.length];
    const c = high[(i + 1) % low.length];
    const d = high[i];
    if (!(a && b && c && d)) continue;
    w.around(cx, (y0 + y1) / 2 - (surface === SURFACE.roof ? 2 : 0), cz);
    const bays = Math.max(1, Math.round(Math.hypot(b[0] - a[0], b[1] - a[1]) / bayM));
    const uv = [0, y0 / floorM, bays, y0 / floorM, bays, y1 / floorM, 0, y1 / floorM];
    w.face(
      [
        [a[0], y0, a[1]],
        [b[0], y0, b[1]],
        [c[0], y1, c[1]],
        [d[0], y1, d[1]],
      ],
      surface,
      uv,
    );
  }
}

/** A roof with one ridge along the frame's x (or z) axis, gable walls included. */
export function gable(
  w: SolidWriter,
  widthM: number,
  depthM: number,
  eavesM: number,
  riseM: number,
  alongX: boolean,
): void {
  const over = 0.35;
  const a = (alongX ? widthM : depthM) / 2;
  const b = (alongX ? depthM : widthM) / 2;
  const at = (along: number, across: number, y: number) =>
    alongX ? ([along, y, across] as const) : ([across, y, along] as const);
  const drop = (over / b) * riseM;
  w.around(0, eavesM, 0);
  for (const side of [-1, 1]) {
    w.face(
      [
        at(-a - over, side * (b + over), eavesM - drop),
        at(a + over, side * (b + over), eavesM - drop),
        at(a + over, 0, eavesM + riseM),
        at(-a - over, 0, eavesM + riseM),
      ],
      SURFACE.roof,
    );
    w.face(
      [at(side * a, -b, eavesM), at(side * a, b, eavesM), at(side * a, 0, eavesM + riseM)],
      SURFACE.plain,
    );
  }
}

/** A roof sloping up from all four sides to a ridge. */
export function hip(w: SolidWriter, widthM: number, depthM: number, eavesM: number, riseM: number): void {
  const over = 0.4;
  const low = rectangle(widthM + over * 2, depthM + over * 2);
  const long = Math.max(widthM - depthM, 0);
  const deep = Math.max(depthM - widthM, 0);
  loft(w, low, eavesM - 0.1, rectangle(long, deep), eavesM + riseM, SURFACE.roof);
}

/** A hall's roof of slopes with glazed fronts, one behind another along x. */
export function sawTooth(
  w: SolidWriter,
  widthM: number,
  depthM: number,
  eavesM: number,
  riseM: number,
  teeth: number,
): void {
  const step = widthM / teeth;
  const d = depthM / 2;
  for (let i = 0; i < teeth; i++) {
    const x0 = -widthM / 2 + i * step;
    const x1 = x0 + step;
    w.around((x0 + x1) / 2, eavesM - 2, 0);
    w.face(
      [
        [x0, eavesM, -d],
        [x1, eavesM + riseM, -d],
        [x1, eavesM + riseM, d],
        [x0, eavesM, d],
      ],
      SURFACE.roof,
    );
    w.around(x0, eavesM, 0);
    const bays = Math.max(2, Math.round(depthM / 2));
    const uv = [0, 1.02, bays, 1.02, bays, 1.98, 0, 1.98];
    w.face(
      [
        [x1, eavesM, -d],
        [x1, eavesM, d],
        [x1, eavesM + riseM, d],
        [x1, eavesM + riseM, -d],
      ],
      SURFACE.facade,
      uv,
    );
    for (const side of [-d, d]) {
      w.around((x0 + x1) / 2, eavesM, 0);
      w.face(
        [
          [x0, eavesM, side],
          [x1, eavesM, side],
          [x1, eavesM + riseM, side],
        ],
        SURFACE.plain,
      );
    }
  }
}

/** A half-cylinder over the frame, its axis along x. */
export function vault(w: SolidWriter, widthM: number, depthM: number, eavesM: number, riseM: number): void {
  const steps = 7;
  const a = widthM / 2;
  const at = (k: number) => {
    const angle = (k / steps) * Math.PI;
    return [-Math.cos(angle) * (depthM / 2), eavesM + Math.sin(angle) * riseM] as const;
  };
  w.around(0, eavesM - 1, 0);
  for (let k = 0; k < steps; k++) {
    const [z0, y0] = at(k);
    const [z1, y1] = at(k + 1);
    w.face(
      [
        [-a, y0, z0],
        [a, y0, z0],
        [a, y1, z1],
        [-a, y1, z1],
      ],
      SURFACE.roof,
    );
    for (const x of [-a, a])
      w.face(
        [
          [x, eavesM, 0],
          [x, y0, z0],
          [x, y1, z1],
        ],
        SURFACE.plain,
      );
  }
}

/** A small box such as a chimney, a plant room, a cornice. */
export function box(
  w: SolidWriter,
  ring: Ring,
  y0: number,
  y1: number,
  surface: Surface = SURFACE.plain,
): void {
  loft(w, ring, y0, ring, y1, surface);
  cap(w, ring, y1, surface === SURFACE.plain ? SURFACE.plain : SURFACE.roof);
}

function middle(ring: Ring): readonly [number, number] {
  let x = 0;
  let z = 0;
  for (const corner of ring) {
    x += corner[0];
    z += corner[1];
  }
  return [x / ring.length, z / ring.length];
}
