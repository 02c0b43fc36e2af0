import { headers } from "next/headers";
import { shared } from "../shared.ts";
import type { Session } from "./sessions.ts";

/** Who looks at the page being rendered; null when nobody is signed in, or the second factor is still to be given. */
export async function currentPerson(): Promise<Session | null> {
  return shared().people.sessionOf(await carrier());
}

/** Who has given the password and not yet the second factor; null for all others. */
export async function pendingPerson(): Promise<Session | null> {
  return shared().people.pendingOf(await carrier());
}

async function carrier() {
  return { headers: { cookie: (await headers()).get("cookie") ?? undefined } };
}
