import * as z from "zod";
import { LIMITS } from "../limits.ts";
import { asciiText } from "./ascii.ts";
import { PLAN_VERSION, type PlanIndex, ZONES } from "./types.ts";

const count = z.int().min(0).max(0xffff_fffe);

const NEIGHBORHOODS_MOST = 65_535;
const STREETS_MOST = 65_535;

const neighborhood = z.strictObject({
  index: count,
  name: z.string().max(80),
  district: z.int().min(1).max(1_000),
  zone: z.enum(ZONES),
  originXCm: count,
  originZCm: count,
  nodeBase: count,
  nodeCount: z.int().min(0).max(LIMITS.planNeighborhoodNodesMax),
  edgeBase: count,
  edgeCount: z
    .int()
    .min(0)
    .max(8 * LIMITS.planNeighborhoodNodesMax),
  buildingBase: count,
  buildingCount: z.int().min(0).max(LIMITS.planNeighborhoodParcelsMax),
  parcelBase: count,
  parcelCount: z.int().min(0).max(LIMITS.planNeighborhoodParcelsMax),
});

const district = z.strictObject({
  index: z.int().min(1).max(1_000),
  name: z.string().max(80),
  zone: z.enum(ZONES),
  neighborhoods: z.array(count).max(NEIGHBORHOODS_MOST),
});

const planIndex = z.strictObject({
  version: z.literal(PLAN_VERSION),
  seed: z.string().max(200),
  cityName: z.string().max(80),
  widthCm: z.int().min(1).max(0x7fff_ffff),
  depthCm: z.int().min(1).max(0x7fff_ffff),
  districts: z.array(district).max(1_000),
  neighborhoods: z.array(neighborhood).max(NEIGHBORHOODS_MOST),
  streets: z.array(z.string().max(80)).max(STREETS_MOST),
  townHallBuilding: count,
  homesPerMille: z.int().min(1).max(100_000),
  jobsPerMille: z.int().min(1).max(100_000),
});

/** Largest index file that is read. */
const INDEX_BYTES_MOST = 16_777_216;

/** Parses and checks an index file; throws RangeError with the first thing wrong. */
export function readIndex(bytes: Uint8Array): PlanIndex {
  if (bytes.length > INDEX_BYTES_MOST) throw new RangeError("the plan's index is too large");
  let json: unknown;
  try {
    json = JSON.parse(asciiText(bytes));
  } catch {
    throw new RangeError("the plan's index is not JSON");
  }
  const parsed = planIndex.safeParse(json);
  if (!parsed.success)
    throw new RangeError(`the plan's index is wrong: ${parsed.error.issues[0]?.message ?? ""}`);
  parsed.data.neighborhoods.forEach((n, i) => {
    if (n.index !== i) throw new RangeError("neighborhoods are out of order");
  });
  return parsed.data;
}
