/** What a page is to somebody: shown, hidden as if it were not there, or where they are sent instead. */
export type Access = "shown" | "hidden" | `/${string}`;

export interface PortalPage {
  /** To a stranger, to a person, to an admin with the second factor. */
  readonly access: readonly [Access, Access, Access];
  /** A stranger's view is worth looking at, though a person has one too. */
  readonly forStrangers?: boolean;
}

const open: PortalPage = { access: ["shown", "shown", "shown"] };
const own = (next: string): PortalPage => ({ access: [`/sign-in?next=${next}`, "shown", "shown"] });
const staff = (next: string): PortalPage => ({ access: [`/sign-in?next=${next}`, "hidden", "shown"] });
const AGENT_NEXT = "%2Fportal%2Fagents%2F[agent]";

/** Every page, by its folder under app/ without groups. */
export const PAGES: Readonly<Record<string, PortalPage>> = {
  "/": open,
  "/debug": { access: ["hidden", "hidden", "hidden"] },
  "/sign-in": { access: ["shown", "/portal", "/portal"], forStrangers: true },
  "/sign-up": { access: ["shown", "/portal", "/portal"], forStrangers: true },
  "/verify": { ...open, forStrangers: true },
  "/reset": { ...open, forStrangers: true },
  "/reset/confirm": { ...open, forStrangers: true },
  "/mfa": { access: ["/sign-in?next=/mfa", "shown", "/account"] },
  "/account": own("/account"),
  "/admin": staff("/admin"),
  "/admin/city": staff("/admin/city"),
  "/admin/agents": staff("/admin/agents"),
  "/admin/audit": staff("/admin/audit"),
  "/agents/[id]": open,
  "/docs/errors": open,
  "/feed": open,
  "/outbox": open,
  "/plans": open,
  "/portal": own("/portal"),
  "/portal/agents/new": own("/portal/agents/new"),
  "/portal/agents/[id]": own(AGENT_NEXT),
  "/properties": open,
  "/properties/[id]": open,
  "/treasury": open,
  "/wallet": own("/wallet"),
  "/webhooks": own("/webhooks"),
};

/** Ids that stand in addresses. */
export interface PageIds {
  readonly agent: string;
  readonly parcel: string;
}

/** Address of a page with something in place of its `[id]`. */
export function addressOfPage(page: string, { agent, parcel }: PageIds): string {
  return page.replace("[id]", page.startsWith("/properties") ? parcel : agent);
}

/** Pages that are looked at by a stranger (0), a person (1) or an admin (2): what is open by a person, who is shown more. */
export function visitsOf(level: number): readonly string[] {
  return Object.entries(PAGES).flatMap(([page, { access, forStrangers = false }]) => {
    const by = forStrangers ? 0 : access[1] === "shown" ? 1 : 2;
    return page !== "/debug" && by === level ? [page] : [];
  });
}
