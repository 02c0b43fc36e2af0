import { centsIn, ENTRY_KINDS, type Entry, type EntryKind, encodeEntries } from "../entries.ts";
import { sendLetter } from "../letters.ts";
import type { TickRun } from "../run.ts";

/** Sends what this step has to pay or to ask for elsewhere: one letter a kind and receiver, lines in the order they came up. */
export function sendEntries(run: TickRun): void {
  const lists = listsOf(run);
  for (const to of [...lists.keys()].sort((a, b) => a - b)) {
    for (const kind of ENTRY_KINDS) {
      const entries = lists.get(to)?.get(kind);
      if (entries !== undefined) sendLetter(run, to, kind, centsIn(kind, entries), encodeEntries(entries));
    }
  }
}

/** The lines by receiver and kind, in one pass: in the night's tick City Hall has thousands for each district. */
function listsOf({ entries }: TickRun): Map<number, Map<EntryKind, Entry[]>> {
  const lists = new Map<number, Map<EntryKind, Entry[]>>();
  for (const { to, kind, entry } of entries) {
    const kinds = lists.get(to) ?? new Map<EntryKind, Entry[]>();
    lists.set(to, kinds);
    const list = kinds.get(kind);
    if (list === undefined) kinds.set(kind, [entry]);
    else list.push(entry);
  }
  return lists;
}
