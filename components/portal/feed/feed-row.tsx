"use client";

import {
  Building2,
  ChartLine,
  HandCoins,
  Handshake,
  House,
  type LucideIcon,
  MapPin,
  MessageCircle,
  Pickaxe,
  PlaneLanding,
  Truck,
} from "lucide-react";
import Link from "next/link";
import type { FeedLineView } from "#city/protocol/feed-page.ts";
import type { FeedKind } from "#city/protocol/messages.ts";
import { useFeedSentence } from "#components/feed/feed-sentence.ts";
import { useText } from "#components/i18n/use-text.ts";
import { cx } from "#components/ui/cx.ts";
import { Time } from "#components/ui/values.tsx";
import { cityHref, lineKey } from "./feed-line.ts";

const ICONS: Readonly<Record<FeedKind, LucideIcon>> = {
  arrival: PlaneLanding,
  speech: MessageCircle,
  meeting: Handshake,
  payment: HandCoins,
  work: Pickaxe,
  move: Truck,
  city: Building2,
  economy: ChartLine,
  property: House,
};

const LINK = "inline-flex min-h-6 items-center gap-1 underline-offset-2 hover:text-ink hover:underline";

/** One line of the feed, with the ways to its place, its agent and its parcel. */
export function FeedRow({ line, marked }: { readonly line: FeedLineView; readonly marked: boolean }) {
  const t = useText("feed");
  const sentenceOf = useFeedSentence("feed");
  const Icon = ICONS[line.kind];
  const place = cityHref(line);
  return (
    <li
      className={cx(
        "flex gap-3 border-b border-line px-5 py-3 last:border-0 sm:px-6",
        marked && "bg-accent-soft",
      )}
      aria-current={marked || undefined}
    >
      <span className="mt-0.5 grid size-8 shrink-0 place-items-center rounded-full bg-sunken text-muted">
        <Icon size={16} aria-hidden="true" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="text-sm break-words">{sentenceOf(line)}</p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-xs text-muted">
          <span>{t(`kinds.${line.kind}`)}</span>
          <Link className={LINK} href={`/feed?at=${lineKey(line)}`} title={t("permalink")}>
            {line.at === null ? t("tick", { tick: line.tick }) : <Time at={line.at} />}
          </Link>
          {place !== null && (
            // The city is another world of scripts: nothing of it is fetched ahead.
            <Link className={LINK} href={place} prefetch={false}>
              <MapPin size={13} aria-hidden="true" />
              {t("showInCity")}
            </Link>
          )}
          {line.agent !== null && (
            <Link className={LINK} href={`/agents/${line.agent}`} prefetch={false}>
              {t("profile", { name: line.agentName ?? line.agent })}
            </Link>
          )}
          {line.parcel !== undefined && (
            <Link className={LINK} href={`/properties/${line.parcel}`} prefetch={false}>
              {t("parcel")}
            </Link>
          )}
        </p>
      </div>
    </li>
  );
}
