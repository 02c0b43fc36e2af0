import type { AgentDetail, BuildingDetail, FeedEntry } from "#city/protocol/messages.ts";
import { err, ok, type Result } from "#city/result.ts";

export type Detail = AgentDetail | BuildingDetail;

const TIMEOUT_MS = 4_000;

/** Live detail of an agent or a building by id; `gone` when the city does not know it, `no_answer` when it is silent. */
export async function inspect(
  id: string,
  signal: AbortSignal,
): Promise<Result<Detail, "gone" | "no_answer">> {
  const kind = id.startsWith("agt_") ? "agents" : "buildings";
  const reply = await get(`/api/v1/inspect/${kind}/${id}`, signal);
  if (reply?.status === 404) return err("gone", "The city does not know it any more.");
  if (!reply?.ok) return err("no_answer", "The city did not answer; try again.");
  // The server's own type: its shape is fixed by the protocol version both sides are built with.
  return ok((await reply.json()) as Detail);
}

export interface FeedPage {
  readonly entries: readonly FeedEntry[];
  readonly next: string | null;
}

/** A page of the feed, newest first; null when the city did not answer. */
export async function fetchFeed(before: string | null, limit: number): Promise<FeedPage | null> {
  const from = before === null ? "" : `&before=${encodeURIComponent(before)}`;
  const reply = await get(`/api/v1/feed?limit=${limit}${from}`, new AbortController().signal);
  return reply?.ok ? ((await reply.json()) as FeedPage) : null;
}

async function get(path: string, signal: AbortSignal): Promise<Response | null> {
  return fetch(path, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) }).catch(
    () => null,
  );
}
