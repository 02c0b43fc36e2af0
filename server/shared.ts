import { assertExists } from "#city/assert.ts";
import type { AuthPages } from "./auth/auth-pages.next.ts";
import type { People } from "./auth/people.ts";

/**
 * What the server and the pages have in common. Next loads its own copy of every module, so live objects go through this
 * one slot of the process, and pages import nothing of theirs but types.
 */
export interface Shared {
  readonly people: People;
  readonly authPages: AuthPages;
}

declare global {
  var boroughShared: Shared | undefined;
}

/** Fills the slot; only the main file does. */
export function share(shared: Shared): void {
  globalThis.boroughShared = shared;
}

/** What the main file shared. Throws outside of the web process. */
export function shared(): Shared {
  return assertExists(globalThis.boroughShared, "the web process shares before it serves");
}
