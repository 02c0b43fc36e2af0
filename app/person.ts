import type { Person } from "#components/portal/person.tsx";
import { atLeast } from "#server/auth/roles.ts";
import { currentPerson } from "#server/auth/session.next.ts";

/** Who is signed in, as much of them as the browser is told. */
export async function personForPage(): Promise<Person | null> {
  const session = await currentPerson();
  if (session === null) return null;
  const { publicId, name, email, plan, role } = session;
  return { publicId, name, email, plan, staff: atLeast(role, "moderator") };
}
