import { centsIn, ENTRY_KINDS, encodeEntries } from "../entries.ts";
import { sendLetter } from "../letters.ts";
import type { TickRun } from "../run.ts";

/** Sends what this step has to pay or to ask for elsewhere: one letter a kind and receiver, lines in the order they came up. */
export function sendEntries(run: TickRun): void {
  const receivers = [...new Set(run.entries.map(({ to }) => to))].sort((a, b) => a - b);
  for (const to of receivers) {
    for (const kind of ENTRY_KINDS) {
      const entries = run.entries.flatMap((line) =>
        line.to === to && line.kind === kind ? [line.entry] : [],
      );
      if (entries.length > 0) sendLetter(run, to, kind, centsIn(kind, entries), encodeEntries(entries));
    }
  }
}
