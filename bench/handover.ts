import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectAsync, type MqttClient } from "mqtt";
import { generatePlan } from "#city/plan/generate.ts";
import { readLetters } from "#server/db/letter-store.ts";
import { migrate } from "#server/db/migrate.ts";
import { TickStore } from "#server/db/tick-store.ts";
import { emptyTick, TickWorld } from "#tests/util/tick-world.ts";
import { decodeHandoff, encodeHandoff, pursesOf } from "#worker/sim/letters.ts";
import { type BodyRecord, recordOf } from "#worker/sim/record.ts";
import { ON_TRIP } from "#worker/sim/state.ts";
import type { EngineContext } from "#worker/sim/types.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { startEmbeddedPostgres } from "../scripts/lib/embedded-postgres.mjs";
import { bestOfTurns, mustAgree, type Row, withVersion } from "./lib/measure.ts";

const AGENTS = 3_000;
const RESIDENTS = 20_000;
const WARM_TICKS = 40;
const REPETITIONS = 7;
const FROM = 1;
const TO = 2;

/** Agents that go from one district to another: one letter in the tick's statement, on disk twice, against a message an agent. */
export async function run(): Promise<readonly Row[]> {
  const plan = generatePlan({ seed: "borough", buildings: 10_000 });
  const city = new LockstepCity({ plan, genesis: { population: RESIDENTS } });
  for (let n = 0; n < WARM_TICKS; n++) city.step();
  const leavers = leaversOf(city);
  mustAgree("agents that leave", leavers.length, AGENTS);
  const wanted = JSON.stringify(leavers);
  const [ours, peer] = await Promise.all([openLetters(city.ctx, leavers), openMessages(leavers)]);
  try {
    const check = (arrived: readonly BodyRecord[]): void =>
      mustAgree("every agent as it left", JSON.stringify(arrived), wanted);
    const timed = (one: Handover) => async (): Promise<number> => {
      const startedMs = performance.now();
      const arrived = await one.handOver();
      const ms = performance.now() - startedMs;
      check(arrived);
      return ms;
    };
    const best = await bestOfTurns(REPETITIONS, { ours: timed(ours), peer: timed(peer) });
    return [
      {
        what: `handover of ${AGENTS} agents, committed at both ends`,
        unit: "ms",
        ours: best.ours,
        peer: { name: `QoS 1 JSON, ${withVersion("aedes")}`, figure: best.peer },
        bar: { kind: "times", factor: 20 },
      },
    ];
  } finally {
    await Promise.all([ours.close(), peer.close()]);
  }
}

/** Bodies on their way in the morning, with their routes: those who cross borders. */
function leaversOf(city: LockstepCity): BodyRecord[] {
  const records = city.states.flatMap((state) =>
    [...state.slotOf.values()]
      .filter((slot) => state.bodies.placeKind[slot] === ON_TRIP)
      .map((slot) => recordOf(state, slot)),
  );
  return records.sort((a, b) => a.values.agent - b.values.agent).slice(0, AGENTS);
}

interface Handover {
  /** Hands everyone over; returns them as they arrived, by agent. */
  handOver(): Promise<readonly BodyRecord[]>;
  close(): Promise<void>;
}

/** As the shell does it: encode, commit the sender's tick, read the receiver's letters, decode, commit the receiver's tick. */
async function openLetters(ctx: EngineContext, leavers: readonly BodyRecord[]): Promise<Handover> {
  const dir = mkdtempSync(join(tmpdir(), "borough-bench-"));
  const server = await startEmbeddedPostgres({ dir, log: () => {} });
  await migrate({ url: server.url, log: () => {} });
  const world = new TickWorld(server.url);
  await world.create();
  const [sender, receiver] = [new TickStore(server.url, "sender"), new TickStore(server.url, "receiver")];
  let tick = 0;
  const handOver = async (): Promise<readonly BodyRecord[]> => {
    tick++;
    const letter = {
      to: TO,
      seq: tick,
      kind: "handoff",
      cents: pursesOf(leavers),
      body: encodeHandoff(leavers),
    };
    const sent = await sender.commit(emptyTick({ district: FROM, tick, sent: [letter] }));
    const letters = await readLetters(receiver, 1, TO, tick + 1);
    const arrived = letters.flatMap((one) => decodeHandoff(ctx, one.body, TO));
    const taken = await receiver.commit(emptyTick({ district: TO, tick, consumed: letters }));
    mustAgree("both ticks", `${sent} ${taken}`, "committed committed");
    return arrived;
  };
  const close = async (): Promise<void> => {
    await Promise.all([sender.close(), receiver.close(), world.close()]);
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  return { handOver, close };
}

/** As one would with a broker alone: an acknowledged message for each agent. */
async function openMessages(leavers: readonly BodyRecord[]): Promise<Handover> {
  const broker = fork(fileURLToPath(new URL("./lib/plain-broker.ts", import.meta.url)));
  const [port]: unknown[] = await once(broker, "message");
  const url = `mqtt://127.0.0.1:${String(port)}`;
  const [sender, receiver] = await Promise.all([connectAsync(url), connectAsync(url)]);
  await receiver.subscribeAsync("/district/2/handoff", { qos: 1 });
  const handOver = async (): Promise<readonly BodyRecord[]> => {
    const all = arrivals(receiver, leavers.length);
    for (const record of leavers) {
      sender.publish("/district/2/handoff", JSON.stringify(record), { qos: 1 });
    }
    return all;
  };
  return { handOver, close: () => closeAll(broker, [sender, receiver]) };
}

/** The agents of the next `count` different messages. */
async function arrivals(receiver: MqttClient, count: number): Promise<readonly BodyRecord[]> {
  const arrived = new Map<number, BodyRecord>();
  await new Promise<void>((resolve) => {
    const take = (_topic: string, payload: Buffer): void => {
      const record: BodyRecord = JSON.parse(payload.toString());
      arrived.set(record.values.agent, record);
      if (arrived.size < count) return;
      receiver.off("message", take);
      resolve();
    };
    receiver.on("message", take);
  });
  return [...arrived.values()].sort((a, b) => a.values.agent - b.values.agent);
}

async function closeAll(broker: ChildProcess, clients: readonly MqttClient[]): Promise<void> {
  await Promise.all(clients.map((client) => client.endAsync()));
  broker.kill();
}
