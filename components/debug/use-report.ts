import { useEffect, useState } from "react";
import type { DebugReport } from "#city/protocol/debug.ts";

const POLL_MS = 1_000;
const TIMEOUT_MS = 4_000;

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
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const reply = await fetch("/api/v1/debug", { signal: limit });
    if (reply.status === 404) return "off";
    // The server's own type: page and server are built together.
    return reply.ok ? ((await reply.json()) as DebugReport) : "silent";
  } catch {
    return "silent";
  }
}
