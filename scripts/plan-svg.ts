/** Draws a city plan as SVG, to look at: node scripts/plan-svg.ts seed buildings out.svg */
import { writeFileSync } from "node:fs";
import { at } from "#city/assert.ts";
import { type Rectangle, rectangleCorners } from "#city/geometry/rectangle.ts";
import { planSummary } from "#city/plan/describe.ts";
import { generatePlan } from "#city/plan/generate.ts";
import { halfWidthCm } from "#city/plan/street-class.ts";
import { AREA_KINDS, BUILDING_USES, type CityPlan, ZONES } from "#city/plan/types.ts";

const ZONE_COLOURS = ["#6c7fa8", "#c9785a", "#b58f6c", "#c2a27e", "#d8c08f", "#8d8a86", "#7d8f96", "#9fbf8f"];
const AREA_COLOURS = { water: "#9cc7e0", park: "#a9cf95", square: "#e9dcc6", quay: "#dcd6cc" };
const STREET_COLOURS = ["#ffffff", "#fbfaf7", "#f1ece2", "#e9e1d2"];

function points(list: ArrayLike<number>): string {
  return Array.from({ length: list.length / 2 }, (_, i) => `${at(list, 2 * i)},${at(list, 2 * i + 1)}`).join(
    " ",
  );
}

function areas(plan: CityPlan): string {
  const ordered = [...plan.areas].sort((a, b) => AREA_KINDS.indexOf(a.kind) - AREA_KINDS.indexOf(b.kind));
  return ordered
    .map((a) => `<polygon points="${points(a.points)}" fill="${AREA_COLOURS[a.kind]}"/>`)
    .join("\n");
}

function streets(plan: CityPlan): string {
  const { graph } = plan;
  const lines: string[] = [];
  for (let n = 0; n < graph.nodeXCm.length; n++) {
    for (let e = at(graph.edgeStart, n); e < at(graph.edgeStart, n + 1); e++) {
      const to = at(graph.edgeTo, e);
      if (to < n) continue;
      const streetClass = at(graph.edgeClass, e);
      const width = Math.max(200, 2 * halfWidthCm(streetClass) - 300);
      const from = `x1="${at(graph.nodeXCm, n)}" y1="${at(graph.nodeZCm, n)}"`;
      lines.push(
        `<line ${from} x2="${at(graph.nodeXCm, to)}" y2="${at(graph.nodeZCm, to)}" stroke="${STREET_COLOURS[streetClass]}" stroke-width="${width}"/>`,
      );
    }
  }
  return `<g stroke-linecap="round">${lines.join("\n")}</g>`;
}

function buildings(plan: CityPlan): string {
  const b = plan.buildings;
  const shapes: string[] = [];
  for (let i = 0; i < b.count; i++) {
    const r: Rectangle = {
      x: at(b.centreXCm, i),
      z: at(b.centreZCm, i),
      axisX: at(b.axisX, i),
      axisZ: at(b.axisZ, i),
      halfWidth: at(b.widthCm, i) / 2,
      halfDepth: at(b.depthCm, i) / 2,
    };
    const dark = Math.min(0.55, at(b.heightCm, i) / 25_000);
    const isHall = i === plan.townHallBuilding;
    const colour = isHall ? "#c02020" : (ZONE_COLOURS[at(b.zone, i)] ?? "#999");
    const title = `${BUILDING_USES[at(b.use, i)]} ${ZONES[at(b.zone, i)]} ${at(b.floors, i)}`;
    const shape = points(rectangleCorners(r));
    shapes.push(`<polygon points="${shape}" fill="${colour}"><title>${title}</title></polygon>`);
    shapes.push(`<polygon points="${shape}" fill="#102040" opacity="${dark.toFixed(2)}"/>`);
  }
  return shapes.join("\n");
}

/** The part of the map that is shown: all of it, or west, north, width and depth in metres. */
function viewBox(plan: CityPlan, part: readonly string[]): string {
  if (part.length === 4) return part.map((metres) => String(Number(metres) * 100)).join(" ");
  return `0 0 ${plan.widthCm} ${plan.depthCm}`;
}

const [seed = "borough", count = "10000", out = "plan.svg", ...part] = process.argv.slice(2);
const plan = generatePlan({ seed, buildings: Number(count) });
const body = `<rect width="9999999" height="9999999" fill="#e7e4d8"/>${areas(plan)}${streets(plan)}${buildings(plan)}`;
writeFileSync(
  out,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox(plan, part)}" width="1600" height="1600" preserveAspectRatio="xMidYMin">${body}</svg>`,
);
console.log(JSON.stringify(planSummary(plan)));
