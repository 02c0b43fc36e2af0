import { createHash } from "node:crypto";
import { ByteWriter } from "#city/protocol/wire/bytes.ts";
import type { Genesis } from "#sim";
import { canonicalJson } from "./inputs.ts";
import type { ReplayVersions } from "./recovery-plan.ts";

/** Where a district is in its history. */
export interface Position {
  readonly tick: number;
  /** Hash over every record touched since genesis. */
  readonly stateHash: Uint8Array;
  /** Hash over every log row since genesis. */
  readonly chainHash: Uint8Array;
}

/** SHA-256 of all parts, one after another. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Where a district's history starts: its genesis and its first state. */
export function genesisPosition(
  genesis: Genesis,
  district: number,
  planHash: string,
  state: Uint8Array,
): Position {
  const text = canonicalJson({ ...genesis, district, planHash });
  return { tick: 0, stateHash: sha256(state), chainHash: sha256(new TextEncoder().encode(text)) };
}

/** The position after one more tick. `stateBytes` are the records the step touched, `inputs` its log bytes. */
export function nextPosition(
  before: Position,
  versions: ReplayVersions,
  inputs: Uint8Array,
  stateBytes: Uint8Array,
): Position {
  const tick = before.tick + 1;
  const stateHash = sha256(before.stateHash, stateBytes);
  const head = new ByteWriter();
  head.varint(tick);
  head.varint(versions.engineVersion);
  head.varint(versions.specVersion);
  head.text(versions.planHash);
  head.varint(inputs.length);
  return { tick, stateHash, chainHash: sha256(before.chainHash, head.slice(0), inputs, stateHash) };
}
