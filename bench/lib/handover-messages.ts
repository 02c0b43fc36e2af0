import { connectAsync, type MqttClient } from "mqtt";
import { createPool } from "#server/db/pool.ts";

const TOPIC = "/district/2/handoff";
/** Commits under way at a time at each end: the disk's waits are shared among them. */
const CONNECTIONS = 8;

/** An agent as one sends it alone. */
export interface AgentRecord {
  readonly agent: number;
  readonly values: Readonly<Record<string, number>>;
  readonly acquaintances: readonly number[];
  readonly route: readonly number[];
}

/** A way to hand agents over. */
export interface Handover {
  /** Makes ready for another time; not part of what is measured. */
  prepare(): Promise<void>;
  /** Hands everyone over; returns how to look at them as they arrived, by agent. */
  handOver(): Promise<() => Promise<readonly AgentRecord[]>>;
  close(): Promise<void>;
}

/** As one would with a broker alone: an acknowledged message for each agent. Who is under way when a process dies is lost. */
export async function openMessages(records: readonly AgentRecord[], broker: string): Promise<Handover> {
  const line = await openLine(broker);
  const handOver = async () => {
    const all = arrivals(line.receiver, records.length);
    for (const record of records) line.sender.publish(TOPIC, JSON.stringify(record), { qos: 1 });
    const arrived = await all;
    return async () => arrived;
  };
  return { prepare: async () => {}, handOver, close: line.close };
}

/**
 * The same with the promise that nobody is lost: the sender takes each agent out of its table into an outbox before it
 * publishes, the receiver writes each down before it counts as arrived. A second message of one agent changes nothing.
 */
export async function openDurableMessages(
  records: readonly AgentRecord[],
  broker: string,
  url: string,
): Promise<Handover> {
  const line = await openLine(broker);
  const pool = createPool({ url, connectionsMax: 2 * CONNECTIONS, name: "peer", onError: () => {} });
  await pool.query(
    `CREATE TABLE peer_here (agent BIGINT PRIMARY KEY, record JSON NOT NULL);
     CREATE TABLE peer_outbox (agent BIGINT PRIMARY KEY, record JSON NOT NULL);
     CREATE TABLE peer_there (agent BIGINT PRIMARY KEY, record JSON NOT NULL)`,
  );
  const prepare = async (): Promise<void> => {
    await pool.query("TRUNCATE peer_here, peer_outbox, peer_there");
    const agents = records.map(({ agent }) => agent);
    const texts = records.map((record) => JSON.stringify(record));
    await pool.query("INSERT INTO peer_here SELECT * FROM unnest($1::bigint[], $2::text[]::json[])", [
      agents,
      texts,
    ]);
  };
  const handOver = async () => {
    const written = new Set<number>();
    const all = new Promise<void>((resolve, reject) => {
      const take = (_topic: string, payload: Buffer): void => {
        const text = payload.toString();
        const { agent } = recordIn(text);
        pool
          .query({
            name: "arrive",
            text: "INSERT INTO peer_there VALUES ($1, $2) ON CONFLICT DO NOTHING",
            values: [agent, text],
          })
          .then(() => {
            written.add(agent);
            if (written.size < records.length) return;
            line.receiver.off("message", take);
            resolve();
          }, reject);
      };
      line.receiver.on("message", take);
    });
    const queue = records.values();
    const leave = async (): Promise<void> => {
      for (const record of queue) {
        await pool.query({
          name: "leave",
          text: `WITH gone AS (DELETE FROM peer_here WHERE agent = $1 RETURNING agent, record)
                 INSERT INTO peer_outbox SELECT * FROM gone`,
          values: [record.agent],
        });
        line.sender.publish(TOPIC, JSON.stringify(record), { qos: 1 });
      }
    };
    await Promise.all([all, ...Array.from({ length: CONNECTIONS }, leave)]);
    return async () => {
      const { rows } = await pool.query<{ record: AgentRecord }>(
        "SELECT record FROM peer_there ORDER BY agent",
      );
      return rows.map((row) => row.record);
    };
  };
  const close = async (): Promise<void> => {
    await pool.end();
    await line.close();
  };
  return { prepare, handOver, close };
}

interface Line {
  readonly sender: MqttClient;
  readonly receiver: MqttClient;
  close(): Promise<void>;
}

/** Two clients of a broker. */
async function openLine(url: string): Promise<Line> {
  const [sender, receiver] = await Promise.all([connectAsync(url), connectAsync(url)]);
  await receiver.subscribeAsync(TOPIC, { qos: 1 });
  const close = async (): Promise<void> => {
    await Promise.all([sender.endAsync(), receiver.endAsync()]);
  };
  return { sender, receiver, close };
}

/** The agents of the next `count` different messages. */
async function arrivals(receiver: MqttClient, count: number): Promise<readonly AgentRecord[]> {
  const arrived = new Map<number, AgentRecord>();
  await new Promise<void>((resolve) => {
    const take = (_topic: string, payload: Buffer): void => {
      const record = recordIn(payload.toString());
      arrived.set(record.agent, record);
      if (arrived.size < count) return;
      receiver.off("message", take);
      resolve();
    };
    receiver.on("message", take);
  });
  return [...arrived].sort(([a], [b]) => a - b).map(([, record]) => record);
}

function recordIn(text: string): AgentRecord {
  return JSON.parse(text);
}
