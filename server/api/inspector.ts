import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import type { InspectReply, InspectRequest } from "#city/protocol/messages.ts";
import { topics } from "#city/protocol/topics.ts";
import type { Bus, BusHandler } from "#server/mqtt/bus.ts";
import { staySubscribed } from "#server/mqtt/stay-subscribed.ts";

/** JSON of the detail, or null when no worker answered in time. */
export type Inspect = (kind: InspectRequest["kind"], id: string) => Promise<string | null>;

export interface InspectorOptions {
  readonly bus: Pick<Bus, "subscribe" | "publish">;
  /** The newest tick: answers are good until it changes. */
  readonly tick: () => number | null;
  /** Makes request ids that no other process makes. */
  readonly newRequestId: () => string;
  readonly onError: (error: unknown) => void;
}

const replySchema = z.object({
  requestId: z.string(),
  detail: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<Omit<InspectReply, "detail">>;
const decoder = new TextDecoder();

/** Asks the workers for live detail: one question at a time for each subject, one answer for each tick. */
export function createInspector({ bus, tick, newRequestId, onError }: InspectorOptions): Inspect {
  const pending = new Map<string, (detail: string) => void>();
  const answers = new Map<
    string,
    { readonly tick: number | null; readonly detail: Promise<string | null> }
  >();

  const take: BusHandler = (_topic, payload) => {
    const { requestId, detail } = replySchema.parse(JSON.parse(decoder.decode(payload)));
    pending.get(requestId)?.(JSON.stringify(detail));
  };
  staySubscribed(bus, topics.inspectReply(), take, onError);

  function ask(kind: InspectRequest["kind"], id: string): Promise<string | null> {
    if (pending.size >= LIMITS.inspectPendingMax) return Promise.resolve(null);
    const request: InspectRequest = { requestId: newRequestId(), kind, id };
    return new Promise((resolve) => {
      const settle = (detail: string | null) => {
        clearTimeout(timer);
        pending.delete(request.requestId);
        resolve(detail);
      };
      const timer = setTimeout(settle, LIMITS.inspectTimeoutMs, null);
      pending.set(request.requestId, settle);
      bus.publish(topics.inspect(), JSON.stringify(request)).catch(() => settle(null));
    });
  }

  return async (kind, id) => {
    const now = tick();
    const known = answers.get(id);
    if (known !== undefined && known.tick === now) return known.detail;
    const detail = ask(kind, id);
    const answer = { tick: now, detail };
    answers.delete(id);
    if (answers.size >= LIMITS.inspectCacheMax) answers.delete(answers.keys().next().value ?? "");
    answers.set(id, answer);
    const found = await detail;
    // Silence is not an answer to keep.
    if (found === null && answers.get(id) === answer) answers.delete(id);
    return found;
  };
}
