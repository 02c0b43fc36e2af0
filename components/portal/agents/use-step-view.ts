import { type RefObject, useEffect, useRef } from "react";
import type { Draft } from "./types.ts";

/** Brings the beginning of a new step into view, and the first field with a fault when one tried to leave it so. */
export function useStepView(draft: Draft, tried: boolean): RefObject<HTMLDivElement | null> {
  const top = useRef<HTMLDivElement>(null);
  const shown = useRef(draft.step);
  useEffect(() => {
    // Every save gives another draft: each is a try of its own.
    if (tried) top.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    else if (draft.step !== shown.current) top.current?.scrollIntoView({ block: "start" });
    shown.current = draft.step;
  }, [tried, draft]);
  return top;
}
