import { hashWords } from "../rng.ts";
import { jsonBytes } from "./ascii.ts";
import { expandSheet } from "./expand.ts";
import { readIndex } from "./index-shape.ts";
import { RangeReader, RangeWriter } from "./range-coder.ts";
import { codeSheet } from "./sheet-coder.ts";
import { sheetOfPlan } from "./sheet-of-plan.ts";
import { type CityPlan, type NeighborhoodPlan, PLAN_VERSION, type PlanIndex } from "./types.ts";
import { indexOf, joinPlan } from "./whole.ts";

export interface EncodedPlan {
  /** JSON in ASCII, so also UTF-8. */
  readonly index: Uint8Array;
  readonly neighborhoods: Uint8Array[];
}

/** A file is its plan version, a check word of four bytes, and the coded sheet. */
const HEADER_BYTES = 5;
/** Largest neighborhood file that is read. */
const FILE_BYTES_MOST = 1_048_576;

function checkWord(neighborhood: number, body: Uint8Array): number {
  let word = hashWords(neighborhood, body.length, 0x706c);
  for (let i = 0; i + 3 < body.length + 3; i += 4) {
    const bytes =
      (body[i] ?? 0) | ((body[i + 1] ?? 0) << 8) | ((body[i + 2] ?? 0) << 16) | ((body[i + 3] ?? 0) << 24);
    word = hashWords(word, bytes);
  }
  return word;
}

/** Encodes a plan: a small index, and a file for each neighborhood that can be read with the index alone. */
export function encodePlan(plan: CityPlan): EncodedPlan {
  const index = indexOf(plan);
  const neighborhoods = plan.neighborhoods.map((n) => {
    const writer = new RangeWriter();
    codeSheet(writer, index, n, sheetOfPlan(plan, n.index));
    const body = writer.finish();
    const file = new Uint8Array(HEADER_BYTES + body.length);
    new DataView(file.buffer).setUint8(0, PLAN_VERSION);
    new DataView(file.buffer).setUint32(1, checkWord(n.index, body), true);
    file.set(body, HEADER_BYTES);
    return file;
  });
  return { index: jsonBytes(index), neighborhoods };
}

/** Reads an index file. Throws RangeError when it is not one of this version. */
export function decodeIndex(bytes: Uint8Array): PlanIndex {
  return readIndex(bytes);
}

/** Reads one neighborhood. Throws RangeError when the bytes are not that neighborhood's file. */
export function decodeNeighborhood(
  index: PlanIndex,
  neighborhood: number,
  bytes: Uint8Array,
): NeighborhoodPlan {
  const n = index.neighborhoods[neighborhood];
  if (!n) throw new RangeError(`no neighborhood ${neighborhood}`);
  if (bytes.length < HEADER_BYTES || bytes.length > FILE_BYTES_MOST)
    throw new RangeError("not a neighborhood file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const body = bytes.subarray(HEADER_BYTES);
  if (view.getUint8(0) !== PLAN_VERSION) throw new RangeError("a file of another plan version");
  if (view.getUint32(1, true) !== checkWord(neighborhood, body))
    throw new RangeError("a damaged neighborhood file");
  return expandSheet(index, codeSheet(new RangeReader(body), index, n, null));
}

/** Joins all files to the whole plan. Throws RangeError when one is missing or damaged. */
export function assemblePlan(index: PlanIndex, files: readonly Uint8Array[]): CityPlan {
  if (files.length !== index.neighborhoods.length) throw new RangeError("a neighborhood file is missing");
  return joinPlan(
    index,
    files.map((bytes, i) => decodeNeighborhood(index, i, bytes)),
  );
}
