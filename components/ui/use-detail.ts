import { useCallback, useEffect, useState } from "react";
import { type Detail, inspect } from "#components/net/inspect.ts";

export type DetailState =
  | { readonly kind: "loading" }
  | { readonly kind: "shown"; readonly detail: Detail }
  | { readonly kind: "gone" }
  | { readonly kind: "silent" };

const REFRESH_MS = 3_000;

/** Live detail of an id, read again every few seconds while the page is seen; `retry` asks at once. */
export function useDetail(id: string): { readonly state: DetailState; readonly retry: () => void } {
  const [state, setState] = useState<DetailState>({ kind: "loading" });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round starts the reading anew
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    setState({ kind: "loading" });
    const read = async () => {
      if (document.visibilityState === "visible") {
        const reply = await inspect(id, abort.signal);
        if (abort.signal.aborted) return;
        setState(
          reply.ok
            ? { kind: "shown", detail: reply.value }
            : { kind: reply.code === "gone" ? "gone" : "silent" },
        );
      }
      timer = setTimeout(read, REFRESH_MS);
    };
    void read();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [id, round]);
  return { state, retry: useCallback(() => setRound((n) => n + 1), []) };
}
