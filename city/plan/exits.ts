import { at } from "../assert.ts";
import { compareProducts } from "../geometry/integer.ts";

/**
 * The slots that leave `node`, other than the one back to `previous`, the straightest on first for someone who arrives
 * from `previous`; ties go to the lower slot. Nodes may be those of the whole graph or of one neighborhood: slots are
 * ordered alike in both, so that both give the same answer. `node` must not be a ghost.
 */
export function exitsByStraightness(
  nodeXCm: ArrayLike<number>,
  nodeZCm: ArrayLike<number>,
  edgeStart: ArrayLike<number>,
  edgeTo: ArrayLike<number>,
  previous: number,
  node: number,
): number[] {
  const x = at(nodeXCm, node);
  const z = at(nodeZCm, node);
  const dx = x - at(nodeXCm, previous);
  const dz = z - at(nodeZCm, previous);
  const first = at(edgeStart, node);
  const last = at(edgeStart, node + 1);
  const slots: number[] = [];
  // How far each exit goes on along the arrival, and how far it turns aside, left and right alike.
  const onward: number[] = [];
  const aside: number[] = [];
  for (let edge = first; edge < last; edge++) {
    const to = at(edgeTo, edge);
    const ex = at(nodeXCm, to) - x;
    const ez = at(nodeZCm, to) - z;
    onward.push(dx * ex + dz * ez);
    aside.push(Math.abs(dx * ez - dz * ex));
    if (to !== previous) slots.push(edge - first);
  }
  // The smaller angle comes first: both lie in a half turn, where the sign of the cross product compares angles.
  return slots.sort(
    (a, b) => compareProducts(at(onward, b), at(aside, a), at(onward, a), at(aside, b)) || a - b,
  );
}
