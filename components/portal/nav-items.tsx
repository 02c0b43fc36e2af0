import {
  Bot,
  CircleAlert,
  Landmark,
  LayoutGrid,
  type LucideIcon,
  Newspaper,
  ShieldCheck,
  Tag,
  UserRound,
  WalletMinimal,
  Webhook,
} from "lucide-react";
import type { Catalog } from "#components/i18n/catalog.ts";
import type { Person } from "./person.tsx";

export interface NavItem {
  readonly href: string;
  readonly text: Exclude<keyof Catalog["frame"], "short">;
  readonly icon: LucideIcon;
}

/** The pages one goes to daily, in the bar. */
export const MAIN_NAV: readonly NavItem[] = [
  { href: "/portal", text: "agents", icon: Bot },
  { href: "/properties", text: "properties", icon: LayoutGrid },
  { href: "/wallet", text: "wallet", icon: WalletMinimal },
  { href: "/feed", text: "feed", icon: Newspaper },
  { href: "/plans", text: "plans", icon: Tag },
];

/** Those of them that a phone's bar has room for, by their short names; the rest is behind its last button. */
export const PHONE_NAV = [
  "agents",
  "properties",
  "wallet",
  "feed",
] as const satisfies readonly NavItem["text"][];

const FOR_PERSONS: readonly NavItem[] = [
  { href: "/account", text: "account", icon: UserRound },
  { href: "/webhooks", text: "webhooks", icon: Webhook },
];

const FOR_ALL: readonly NavItem[] = [
  { href: "/treasury", text: "treasury", icon: Landmark },
  { href: "/docs/errors", text: "errors", icon: CircleAlert },
];

const FOR_ADMINS: readonly NavItem[] = [{ href: "/admin", text: "admin", icon: ShieldCheck }];

/** What the menu offers to whoever asks. */
export function menuNav(person: Person | null): readonly NavItem[] {
  if (person === null) return FOR_ALL;
  return [...FOR_PERSONS, ...FOR_ALL, ...(person.staff ? FOR_ADMINS : [])];
}

/** Whether a page lies at or below an entry's address. */
export function isAt(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
