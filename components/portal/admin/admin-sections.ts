/** The pages of those who run the city, and which of them somebody may open. */
export const ADMIN_SECTIONS = ["people", "city", "agents", "audit"] as const;
export type AdminSection = (typeof ADMIN_SECTIONS)[number];

export const ADMIN_PATHS: Readonly<Record<AdminSection, string>> = {
  people: "/admin",
  city: "/admin/city",
  agents: "/admin/agents",
  audit: "/admin/audit",
};
