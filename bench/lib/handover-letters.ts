import { readLetters } from "#server/db/letter-store.ts";
import { TickStore } from "#server/db/tick-store.ts";
import { emptyTick, TickWorld } from "#tests/util/tick-world.ts";
import { encodeInputs } from "#worker/districts/inputs.ts";
import { type Bodies, bodiesOf, placeBodies } from "#worker/sim/bodies.ts";
import { decodeHandoff, encodeHandoff, pursesOf } from "#worker/sim/handoff.ts";
import { type DistrictState, emptyState, slotsByAgent } from "#worker/sim/state.ts";
import type { EngineContext } from "#worker/sim/types.ts";
import type { AgentRecord, Handover } from "./handover-messages.ts";
import { mustAgree } from "./measure.ts";

export const FROM = 1;
const TO = 2;

/**
 * As the shell does it, from the sender's columns into the receiver's: encode, commit the sender's tick, read the
 * receiver's letters, decode, place, and commit the receiver's tick with the letters in its log.
 */
export async function openLetters(
  url: string,
  ctx: EngineContext,
  leavers: { readonly state: DistrictState; readonly slots: readonly number[] },
  recordsOf: (bodies: Bodies) => AgentRecord[],
): Promise<Handover & { emptyMs(): Promise<number> }> {
  const world = new TickWorld(url);
  await world.create();
  const [sender, receiver] = [new TickStore(url, "sender"), new TickStore(url, "receiver")];
  let tick = 0;
  let state = emptyState(TO, 0, 0, leavers.slots.length);
  const prepare = async (): Promise<void> => {
    state = emptyState(TO, 0, 0, leavers.slots.length);
  };
  const handOver = async () => {
    tick++;
    const bodies = bodiesOf(leavers.state, leavers.slots);
    const letter = { from: FROM, to: TO, tick, seq: tick, kind: "handoff", cents: pursesOf(bodies) } as const;
    const sent = [{ ...letter, body: encodeHandoff(ctx, bodies) }];
    const left = await sender.commit(emptyTick({ district: FROM, tick, sent }));
    const letters = (await readLetters(receiver, 1, TO, tick + 1)).map((row) => ({
      ...letter,
      body: row.body,
    }));
    for (const { body } of letters) placeBodies(state, decodeHandoff(ctx, body, TO));
    const inputs = encodeInputs({ tick, letters, actions: [], closedBorders: [] });
    const taken = await receiver.commit(emptyTick({ district: TO, tick, consumed: letters, inputs }));
    mustAgree("both ticks", `${left} ${taken}`, "committed committed");
    return async () => recordsOf(bodiesOf(state, slotsByAgent(state)));
  };
  const emptyMs = async (): Promise<number> => {
    tick++;
    const startedMs = performance.now();
    await sender.commit(emptyTick({ district: FROM, tick }));
    await receiver.commit(emptyTick({ district: TO, tick }));
    return performance.now() - startedMs;
  };
  const close = async (): Promise<void> => {
    await Promise.all([sender.close(), receiver.close(), world.close()]);
  };
  return { prepare, handOver, emptyMs, close };
}
