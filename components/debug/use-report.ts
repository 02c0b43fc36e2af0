import { useEffect, useState } from "react";
import type { DebugReport } from "#city/protocol/debug.ts";
import { api } from "#components/net/api.ts";

const POLL_MS = 1_000;

export type Failure = "silent" | "off";

export interface ReportState {
  /** The last that was read; null before the first. */
  readonly report: DebugReport | null;
  /** Why the newest try failed; null when it did not. */
  readonly failure: Failure | null;
  /** Whole seconds since the last answer. */
  readonly silentSeconds: number;
}

/** The city's report, read every second while the page is seen. */
export function useReport(): ReportState {
  const [state, setState] = useState<ReportState>({ report: null, failure: null, silentSeconds: 0 });
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let answeredMs = performance.now();
    const read = async () => {
      if (document.visibilityState === "visible") {
        const reply = await fetchReport(abort.signal);
        if (abort.signal.aborted) return;
        if (typeof reply === "string") {
          const silentSeconds = Math.round((performance.now() - answeredMs) / 1_000);
          setState(({ report }) => ({ report, failure: reply, silentSeconds }));
        } else {
          answeredMs = performance.now();
          setState({ report: reply, failure: null, silentSeconds: 0 });
        }
      }
      timer = setTimeout(read, POLL_MS);
    };
    void read();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, []);
  return state;
}

async function fetchReport(signal: AbortSignal): Promise<DebugReport | Failure> {
  const reply = await api.get<DebugReport>("/debug", signal);
  if (reply.ok) return reply.value;
  return reply.code === "not_found" ? "off" : "silent";
}
