import type { KEY_SCOPES } from "#city/protocol/scopes.ts";
import { atLeast, type Role, STAFF_ROLE } from "#server/auth/roles.ts";
import type { Caller } from "./callers.ts";

/** Who gets in: anybody, a signed-in person, one with at least a role, or an agent's key (with a scope). */
export type Who =
  | "anyone"
  | "person"
  | "pending"
  | "moderator"
  | "operator"
  | "admin"
  | "owner"
  | "key"
  | `key:${(typeof KEY_SCOPES)[number]}`;

/** What one route of the API answers, and to whom. */
export interface Door {
  readonly who: Who;
  /** Status for those who get in, when what the address names is theirs or nobody's. */
  readonly ok: number;
  /** The same, when it is another tenant's. */
  readonly others?: number;
  /** The same, for who has the second factor. */
  readonly okWithMfa?: number;
  readonly body?: unknown;
  readonly query?: string;
}

/** Where another tenant's id is as good as none. */
const HIDDEN = 404;

const open = (ok: number, more: Partial<Door> = {}): Door => ({ who: "anyone", ok, others: ok, ...more });
const own = (ok: number, more: Partial<Door> = {}): Door => ({ who: "person", ok, others: HIDDEN, ...more });
const staff = (who: "moderator" | "operator" | "admin", ok: number, body?: unknown): Door => ({
  who,
  ok,
  others: ok,
  ...(body === undefined ? {} : { body }),
});
const key = (who: Door["who"], ok: number, more: Partial<Door> = {}): Door => ({
  who,
  ok,
  others: HIDDEN,
  ...more,
});

/**
 * Every route of the API. Where the right caller would change something that the others need, the body is one that is
 * refused only once the caller has been let in.
 */
export const DOORS: Readonly<Record<string, Door>> = {
  "GET /api/v1": open(200),
  "GET /api/v1/health": open(200),
  "GET /api/v1/city": open(503),
  "GET /api/v1/feed": open(200),
  "GET /api/v1/inspect/agents/:id": open(503),
  "GET /api/v1/inspect/buildings/:id": open(503),
  "GET /api/v1/plans": open(200),
  "GET /api/v1/treasury": open(200),
  "GET /api/v1/search": open(200, { query: "?q=ada" }),
  "GET /feed.rss": open(200),
  "GET /feed.json": open(200),
  "GET /plan/current": open(200),
  "GET /plan/:hash/:file": open(404),
  "GET /api/v1/images/:hash": open(404),
  "GET /api/v1/looks": open(200, { query: "?agents=agt_1000001" }),
  "GET /api/v1/pictures": open(200, { query: "?parcels=prc_1000001" }),

  "GET /api/v1/me": key("key", 200),
  // Nobody has entered this city: it has no worker.
  "GET /api/v1/me/observation": key("key:observe", 409),
  "POST /api/v1/me/actions": key("key:act", 400, { body: {} }),
  "GET /api/v1/me/actions/:id": key("key:observe", 200),
  "GET /api/v1/me/keys": key("key:admin", 200),
  "POST /api/v1/me/keys": key("key:admin", 400, { body: {} }),
  "POST /api/v1/me/keys/:key/rotate": key("key:admin", 201, { body: {} }),
  "DELETE /api/v1/me/keys/:key": key("key:admin", 200),
  "POST /api/v1/keys/leaked": open(202, { body: { key: "ak_live_none" } }),

  "POST /api/v1/account/sign-up": open(400, { body: {} }),
  "POST /api/v1/account/verify": open(400, { body: {} }),
  "POST /api/v1/account/verify/resend": open(400, { body: {} }),
  "POST /api/v1/account/reset": open(400, { body: {} }),
  "POST /api/v1/account/reset/confirm": open(400, { body: {} }),
  "GET /api/v1/account/providers": open(200),
  "GET /api/v1/account/outbox": open(200),
  "GET /api/v1/account": own(200),
  "PATCH /api/v1/account": own(204, { body: {} }),
  "DELETE /api/v1/account": own(400, { body: { password: 1 } }),
  "GET /api/v1/account/export": own(200),
  "POST /api/v1/account/prove": own(400, { body: {} }),
  "POST /api/v1/account/password": own(400, { body: {} }),
  "POST /api/v1/account/email": own(400, { body: {} }),
  "GET /api/v1/account/sessions": own(200),
  "DELETE /api/v1/account/sessions/:id": own(204),
  "POST /api/v1/account/mfa/begin": own(200, { okWithMfa: 409 }),
  "POST /api/v1/account/mfa/confirm": own(400, { body: {} }),
  "POST /api/v1/account/mfa/verify": { who: "pending", ok: 400, body: {} },
  "DELETE /api/v1/account/mfa": own(400, { body: {} }),

  "POST /api/v1/auth/token": open(400, { body: {} }),
  "POST /api/v1/auth/refresh": open(400, { body: {} }),
  "POST /api/v1/auth/revoke": open(400, { body: {} }),

  "GET /api/v1/agents": own(200),
  "GET /api/v1/agents/passport.schema.json": open(200),
  "GET /api/v1/agents/:id": open(200),
  "GET /api/v1/agents/:id/portrait.svg": open(200),
  "PATCH /api/v1/agents/:id": own(200, { body: {} }),
  "GET /api/v1/agents/:id/actions": own(200),
  "GET /api/v1/agents/:id/passport": own(200),
  "POST /api/v1/agents/:id/pause": own(200),
  "POST /api/v1/agents/:id/resume": own(200),
  "POST /api/v1/agents/:id/retire": own(200),
  "GET /api/v1/agents/:id/keys": own(200),
  "POST /api/v1/agents/:id/keys": own(400, { body: {} }),
  "POST /api/v1/agents/:id/keys/:key/rotate": own(201, { body: {} }),
  "DELETE /api/v1/agents/:id/keys/:key": own(200),
  "GET /api/v1/agents/drafts": own(200),
  "POST /api/v1/agents/drafts": own(201),
  "GET /api/v1/agents/drafts/:id": own(200),
  "PATCH /api/v1/agents/drafts/:id": own(200, { body: {} }),
  "DELETE /api/v1/agents/drafts/:id": own(204),
  "POST /api/v1/agents/drafts/:id/check": own(200),
  "POST /api/v1/agents/drafts/:id/live": own(400),
  "POST /api/v1/agents/import": own(400, { body: {} }),

  "GET /api/v1/parcels": open(200),
  "GET /api/v1/parcels/states": open(200),
  "GET /api/v1/parcels/:id": open(200),
  "GET /api/v1/parcels/:id/history": open(200),
  // Whose a parcel is, is public; whether an order about it is refused, the city says.
  "POST /api/v1/parcels/:id/orders": own(400, { body: {}, others: 400 }),
  "PUT /api/v1/parcels/:id/image": own(415, { others: 403 }),
  "DELETE /api/v1/parcels/:id/image": own(404, { others: 403 }),
  "GET /api/v1/orders": own(200),
  "GET /api/v1/orders/:id": own(200),
  "GET /api/v1/wallet": own(200),
  "GET /api/v1/wallet/:account/statement": own(200),
  "POST /api/v1/wallet/transfers": own(400, { body: {} }),
  "GET /api/v1/plans/usage": own(200),

  "GET /api/v1/webhooks": own(200, { who: "owner" }),
  "POST /api/v1/webhooks": own(400, { who: "owner", body: {} }),
  "PATCH /api/v1/webhooks/:id": own(200, { who: "owner", body: {} }),
  "DELETE /api/v1/webhooks/:id": own(204, { who: "owner" }),
  "POST /api/v1/webhooks/:id/rotate": own(200, { who: "owner" }),
  "POST /api/v1/webhooks/:id/test": own(202, { who: "owner" }),
  "GET /api/v1/webhooks/:id/deliveries": own(200, { who: "owner" }),
  "POST /api/v1/webhooks/deliveries/:id/again": own(202, { who: "owner" }),

  "GET /api/v1/admin/agents": staff("moderator", 200),
  "POST /api/v1/admin/agents/:id/freeze": staff("moderator", 204),
  "POST /api/v1/admin/agents/:id/resume": staff("moderator", 409),
  "GET /api/v1/admin/city": staff("operator", 200),
  "GET /api/v1/admin/districts": staff("operator", 200),
  "POST /api/v1/admin/city": staff("operator", 200, {}),
  "GET /api/v1/admin/users": staff("admin", 200),
  "PATCH /api/v1/admin/users/:id": staff("admin", 204, {}),
  "GET /api/v1/admin/audit": staff("admin", 200),
};

/** The status of a refusal at the door; null for those who get in. */
export function refusalOf(who: Who, caller: Caller): number | null {
  if (who === "anyone") return null;
  if (who === "key" || who.startsWith("key:")) {
    if (caller.kind !== "key" || caller.revoked) return 401;
    return who === "key" || caller.scopes.some((scope) => who === `key:${scope}`) ? null : 403;
  }
  if (caller.kind !== "person" || caller.out || who === "pending") return 401;
  if (who === "person") return null;
  const needed: Role = who as Role;
  if (!atLeast(caller.role, needed)) return 403;
  // Of moderators no second factor is asked, of staff for all that is no owner's right.
  const isStaff = atLeast(caller.role, STAFF_ROLE);
  return needed !== "owner" && isStaff && !caller.mfa ? 403 : null;
}

/** Whether a request with a session's cookie from another site is refused for that alone. */
export function needsSameOrigin(method: string, route: string, { who }: Door): boolean {
  if (method === "GET" || who === "key" || who.startsWith("key:")) return false;
  return who !== "anyone" || route.startsWith("/api/v1/account/");
}
