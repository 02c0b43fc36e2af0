"use client";

import { ShieldAlert } from "lucide-react";
import Link from "next/link";
import { useText } from "#components/i18n/use-text.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { EmptyState } from "#components/ui/states.tsx";
import { ADMIN_PATHS, type AdminSection } from "./admin-sections.ts";
import { AgentsSection } from "./agents-section.tsx";
import { AuditSection } from "./audit-section.tsx";
import { CitySection } from "./city-section.tsx";
import { PeopleSection } from "./people-section.tsx";

interface AdminPageProps {
  readonly section: AdminSection;
  /** What this person may open. */
  readonly sections: readonly AdminSection[];
  /** The second step is missing, without which the city refuses. */
  readonly needsMfa: boolean;
}

const BODIES = {
  people: PeopleSection,
  city: CitySection,
  agents: AgentsSection,
  audit: AuditSection,
} as const;

/** A page of those who run the city. */
export function AdminPage({ section, sections, needsMfa }: AdminPageProps) {
  const t = useText("admin");
  const Body = BODIES[section];
  return (
    <>
      <PageHead title={t("title")} text={t("text")} />
      <nav aria-label={t("sections")} className="mb-6 flex gap-1 overflow-x-auto border-b border-line">
        {sections.map((each) => (
          <Link
            key={each}
            href={ADMIN_PATHS[each]}
            aria-current={each === section ? "page" : undefined}
            className="-mb-px inline-flex min-h-10 shrink-0 items-center border-b-2 border-transparent px-3 text-sm font-medium text-muted -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink pointer-coarse:min-h-11"
          >
            {t(each)}
          </Link>
        ))}
      </nav>
      {needsMfa ? (
        <Card flush>
          <EmptyState
            icon={<ShieldAlert size={22} aria-hidden="true" />}
            title={t("mfaTitle")}
            text={t("mfaText")}
            action={
              <ButtonLink tone="primary" href="/mfa">
                {t("mfaDo")}
              </ButtonLink>
            }
          />
        </Card>
      ) : (
        <Body />
      )}
    </>
  );
}
