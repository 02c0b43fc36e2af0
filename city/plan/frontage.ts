import { round } from "../geometry/integer.ts";
import { type Rectangle, UNIT } from "../geometry/rectangle.ts";

/** A street's line as lots lie along it: its tail and unit vector. */
export interface Front {
  readonly x: number;
  readonly z: number;
  readonly axisX: number;
  readonly axisZ: number;
}

/** The point `along` cm from the tail and `across` cm to the right of the street's line. */
export function frontPoint(f: Front, along: number, across: number): [number, number] {
  return [
    f.x + round((f.axisX * along - f.axisZ * across) / UNIT),
    f.z + round((f.axisZ * along + f.axisX * across) / UNIT),
  ];
}

/** A rectangle whose middle is `along` cm from the tail and whose near side is `across` cm from the line. */
export function frontRectangle(
  f: Front,
  along: number,
  across: number,
  width: number,
  depth: number,
): Rectangle {
  const [x, z] = frontPoint(f, along, across + depth / 2);
  return { x, z, axisX: f.axisX, axisZ: f.axisZ, halfWidth: width / 2, halfDepth: depth / 2 };
}
