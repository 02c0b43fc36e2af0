/** What a person may be, lowest first. */
export const ROLES = ["viewer", "owner", "moderator", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What may be done by whom: each capability with the lowest role that has it. The API and the pages ask this table alone. */
export const CAPABILITIES = {
  /** Look at what is one's own. */
  see_portal: "viewer",
  /** Have agents, parcels, money and webhooks. */
  own: "owner",
  /** Freeze and resume agents, see reports. */
  moderate: "moderator",
  /** See districts and leases, stop and resume the city. */
  operate: "operator",
  /** Search people, change roles and plans, freeze accounts. */
  manage_people: "admin",
  /** Read what the privileged have done. */
  read_audit: "admin",
} as const satisfies Readonly<Record<string, Role>>;
export type Capability = keyof typeof CAPABILITIES;

/** True when a role is at least as high as another. */
export function atLeast(role: Role, lowest: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(lowest);
}

/** True when a role has a capability. */
export function may(role: Role, capability: Capability): boolean {
  return atLeast(role, CAPABILITIES[capability]);
}

/** From this role on the second factor is a must, and sessions are short. */
export const STAFF_ROLE: Role = "operator";
export const STAFF_ROLES: readonly Role[] = ROLES.filter((role) => atLeast(role, STAFF_ROLE));

/** True when somebody must have given the second factor first: staff, for whatever is no owner's right. Moderators need none. */
export function needsSecondFactor(role: Role, lowest: Role): boolean {
  return atLeast(role, STAFF_ROLE) && atLeast(lowest, "moderator");
}

/** Reads a role that the database holds; what nobody knows may do nothing. */
export function parseRole(text: string): Role {
  return ROLES.find((role) => role === text) ?? "viewer";
}
