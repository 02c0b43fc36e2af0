import type { AgentDetail, BuildingDetail, FeedEntry } from "#city/protocol/messages.ts";
import { err, type Result } from "#city/result.ts";
import { api } from "./api.ts";

export type Detail = AgentDetail | BuildingDetail;

/** Live detail of an agent or a building by id; `gone` when the city does not know it, `no_answer` when it is silent. */
export async function inspect(
  id: string,
  signal: AbortSignal,
): Promise<Result<Detail, "gone" | "no_answer">> {
  const kind = id.startsWith("agt_") ? "agents" : "buildings";
  const reply = await api.get<Detail>(`/inspect/${kind}/${id}`, signal);
  if (reply.ok) return reply;
  return reply.code === "not_found"
    ? err("gone", "The city does not know it any more.")
    : err("no_answer", "The city did not answer; try again.");
}

export interface FeedPage {
  readonly entries: readonly FeedEntry[];
  readonly next: string | null;
}

/** A page of the feed, newest first; null when the city did not answer. */
export async function fetchFeed(before: string | null, limit: number): Promise<FeedPage | null> {
  const from = before === null ? "" : `&before=${encodeURIComponent(before)}`;
  const reply = await api.get<FeedPage>(`/feed?limit=${limit}${from}`);
  return reply.ok ? reply.value : null;
}
