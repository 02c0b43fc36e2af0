import type { DraftContent, DraftStep } from "#city/protocol/agent-draft.ts";
import type { ApiReply } from "#components/net/api.ts";
import { useSend } from "#components/net/use-api.ts";
import type { Draft } from "./types.ts";

interface DraftSave {
  readonly step: DraftStep;
  readonly content: DraftContent;
  readonly provider_key?: string | null;
}

const LIST = ["/agents/drafts"];

/** Stores a draft: the first time it is made (`id` is "" until then), from then on changed. */
export function useDraftSaver(id: string): {
  readonly save: (change: DraftSave) => Promise<ApiReply<Draft>>;
  readonly saving: boolean;
} {
  const path = `/agents/drafts/${id}`;
  const maker = useSend<DraftSave, Draft>({ method: "POST", path: "/agents/drafts", refresh: LIST });
  const changer = useSend<DraftSave, Draft>({ method: "PATCH", path, refresh: LIST });
  return {
    save: id === "" ? maker.send : changer.send,
    saving: maker.sending || changer.sending,
  };
}
