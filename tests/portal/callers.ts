import { MAIN_WORLD } from "#city/ids.ts";
import { KEY_SCOPES, type KeyScope } from "#city/protocol/scopes.ts";
import type { Role } from "#server/auth/roles.ts";
import { addPerson, type TestPerson } from "#tests/util/people.ts";
import { addProgram } from "#tests/util/programs.ts";
import type { TestWeb } from "#tests/util/test-web.ts";
import { addAgent, type TestAgent } from "#tests/util/test-world.ts";
import { addKey } from "./things.ts";

interface Common {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Number of the person whose things are the caller's own; null: nobody's. */
  readonly owns: number | null;
  /** The agent that a key speaks for. */
  readonly agent: TestAgent | null;
}

/** Somebody who calls the API, with all that decides what they may. */
export type Caller = Common &
  (
    | { readonly kind: "nobody" }
    /** With a cookie or, a program, a token; `out`: frozen, or the session has ended. */
    | { readonly kind: "person"; readonly role: Role; readonly mfa: boolean; readonly out: boolean }
    | { readonly kind: "key"; readonly scopes: readonly KeyScope[]; readonly revoked: boolean }
  );

export interface Cast {
  readonly callers: readonly Caller[];
  /** The two tenants whose things everybody asks for. */
  readonly tenants: readonly Tenant[];
}

export interface Tenant {
  readonly person: TestPerson;
  /** Their agent whose keys call. */
  readonly agent: TestAgent;
  /** Number of a parcel that is theirs. */
  readonly parcel: number;
}

/** Everybody of the matrix, in a city of their own. */
export async function makeCast(web: TestWeb): Promise<Cast> {
  const ada = await makeTenant(web, "Ada", 1);
  const bob = await makeTenant(web, "Bob", 2);
  const person = async (
    name: string,
    role: Role,
    { mfa = false, frozen = false }: { mfa?: boolean; frozen?: boolean } = {},
    made?: TestPerson,
  ): Promise<Caller> => {
    const { cookie, userId } = made ?? (await addPerson(web, { name, role, mfa }));
    if (frozen) {
      await web.pool.query("UPDATE app_user SET frozen_at = now() WHERE id = $1", [userId]);
      web.people.sessions.forget(userId);
    }
    const headers = { cookie, origin: web.url };
    return { kind: "person", name, role, mfa, out: frozen, headers, owns: userId, agent: null };
  };
  const program = async (
    name: string,
    { userId }: TestPerson,
    { role = "owner", mfa = false, ended = false }: { role?: Role; mfa?: boolean; ended?: boolean } = {},
  ): Promise<Caller> => {
    const { access, sessionId } = await addProgram(web, userId, mfa);
    if (ended) await web.people.sessions.endOne(userId, sessionId);
    const headers = { authorization: `Bearer ${access}` };
    return { kind: "person", name, role, mfa, out: ended, headers, owns: userId, agent: null };
  };
  const key = async (
    name: string,
    { agent, person: owner }: Tenant,
    scopes: readonly KeyScope[],
    revoked = false,
  ): Promise<Caller> => {
    const secret = await addKey(web, agent.number, scopes, revoked);
    const headers = { authorization: `Bearer ${secret.key}`, origin: web.url };
    return { kind: "key", name, scopes, revoked, headers, owns: owner.userId, agent };
  };
  const callers: Caller[] = [
    { kind: "nobody", name: "anonymous", headers: { origin: web.url }, owns: null, agent: null },
    await person("Ada", "owner", {}, ada.person),
    await person("Bob", "owner", {}, bob.person),
    await person("a viewer", "viewer"),
    await person("a frozen person", "owner", { frozen: true }),
    await person("a moderator", "moderator"),
    await person("an operator without the second factor", "operator"),
    await person("an admin without the second factor", "admin"),
    await person("an admin", "admin", { mfa: true }),
    await program("a program of Ada's", ada.person),
    await program("an ended program of Ada's", ada.person, { ended: true }),
    await program("an admin's program", await addPerson(web, { role: "admin", mfa: true }), {
      role: "admin",
      mfa: true,
    }),
    await key("a key of Ada's agent that may only observe", ada, ["observe"]),
    await key("a full key of Ada's agent", ada, KEY_SCOPES),
    await key("a full key of Bob's agent", bob, KEY_SCOPES),
    await key("a revoked key of Ada's agent", ada, KEY_SCOPES, true),
  ];
  return { callers, tenants: [ada, bob] };
}

async function makeTenant(web: TestWeb, name: string, parcel: number): Promise<Tenant> {
  const person = await addPerson(web, { name, plan: "research" });
  const agent = await addAgent(web.pool, `Agent of ${name}`);
  await web.pool.query("UPDATE agent SET user_id = $2 WHERE number = $1", [agent.number, person.userId]);
  await web.pool.query(
    `INSERT INTO deed (world_id, parcel, district, owner, since_tick, tick) VALUES ($1, $2, 1, $3, $2 + 4, $2 + 4)`,
    [MAIN_WORLD, parcel, person.userId],
  );
  return { person, agent, parcel };
}
