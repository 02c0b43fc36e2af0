import { Check, Link2, Locate, LocateFixed, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useFormatter } from "use-intl";
import type { AgentDetail, BuildingDetail } from "#city/protocol/messages.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useCity } from "#components/stores/city-store.ts";
import { EstateFacts } from "./estate-facts.tsx";
import { useSession } from "./session-context.ts";
import { useDetail } from "./use-detail.ts";
import { useMoney } from "./values.tsx";

/** Live detail of what is selected: a card on the right, a sheet at the bottom on phones. */
export function InspectPanel() {
  const selected = useCity((s) => s.selected);
  if (!selected) return null;
  return <Panel key={selected} id={selected} />;
}

function Panel({ id }: { readonly id: string }) {
  const session = useSession();
  const t = useText("city.panel");
  const c = useText("city");
  const { state, retry } = useDetail(id);
  const agent = id.startsWith("agt_");
  const person = state.kind === "shown" && state.detail.kind === "agent" ? state.detail : null;
  const inside = person?.inside ?? null;
  useEffect(() => useCity.setState({ selectedInside: inside }), [inside]);
  const title =
    state.kind === "shown"
      ? state.detail.kind === "agent"
        ? state.detail.name
        : state.detail.address
      : agent
        ? t("agent")
        : t("building");
  return (
    <aside
      aria-label={t("title")}
      data-testid="panel"
      data-subject={id}
      className="panel absolute inset-x-2 bottom-2 z-30 max-h-[46dvh] overflow-auto p-4 short:inset-x-auto short:top-17 short:right-42 short:bottom-auto short:max-h-[calc(100dvh-5rem)] short:w-80 sm:inset-x-auto sm:top-20 sm:right-18 sm:bottom-auto sm:max-h-[calc(100dvh-6rem)] sm:w-80"
    >
      <div className="flex items-start justify-between gap-2">
        <h2 className="text-base leading-6 font-semibold tracking-tight first-letter:uppercase">{title}</h2>
        <button
          type="button"
          className="tool -mt-2 -mr-2 shrink-0 rounded-lg"
          aria-label={c("close")}
          onClick={() => session?.select(null)}
        >
          <X size={18} />
        </button>
      </div>
      {state.kind === "loading" && <p className="text-sm text-muted">{t("asking")}</p>}
      {state.kind === "gone" && <p className="text-sm text-muted">{t("gone")}</p>}
      {state.kind === "silent" && (
        <p className="text-sm text-muted">
          {t("silent")}{" "}
          <button type="button" className="font-medium text-accent underline" onClick={retry}>
            {t("retry")}
          </button>
        </p>
      )}
      {state.kind === "shown" &&
        (state.detail.kind === "agent" ? (
          <AgentFacts detail={state.detail} />
        ) : (
          <BuildingFacts detail={state.detail} />
        ))}
      {!agent && <EstateFacts building={id} />}
      <div className="sticky -bottom-4 -mx-4 mt-4 -mb-4 flex flex-wrap gap-2 border-t border-line bg-raised px-4 py-3">
        {agent && <FollowButton indoors={inside !== null} />}
        <ActionButton
          onClick={() => session?.visit(id, person?.point ?? null)}
          icon={<Locate size={16} />}
          label={t("goThere")}
        />
        <CopyLink />
      </div>
    </aside>
  );
}

function AgentFacts({ detail }: { readonly detail: AgentDetail }) {
  const session = useSession();
  const t = useText("city");
  const money = useMoney();
  return (
    <>
      <p className="text-sm text-muted">
        {wordFor(t, "kinds", detail.agentKind)} · {session?.nameOf(detail.neighborhood).name}
      </p>
      <p className="mt-2 text-sm first-letter:uppercase">{wordFor(t, "activities", detail.activity)}</p>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <Place name={t("panel.inside")} id={detail.inside} />
        <Place name={t("panel.goingTo")} id={detail.goingTo} />
        <Place name={t("panel.home")} id={detail.home} />
        <Place name={t("panel.work")} id={detail.work} />
        <Fact name={t("panel.purse")} value={money(detail.purseCents)} />
      </dl>
      <Gauge name={t("panel.energy")} value={detail.energy} />
      <Gauge name={t("panel.satiety")} value={detail.satiety} />
      {detail.acquaintances.length > 0 && <People title={t("panel.knows")} people={detail.acquaintances} />}
    </>
  );
}

function BuildingFacts({ detail }: { readonly detail: BuildingDetail }) {
  const t = useText("city");
  const money = useMoney();
  const format = useFormatter();
  const more = detail.insideCount - detail.inside.length;
  return (
    <>
      <p className="text-sm text-muted">
        {wordFor(t, "uses", detail.use)} · {t(detail.open ? "panel.open" : "panel.closed")}
      </p>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <Fact name={t("panel.insideNow")} value={format.number(detail.insideCount)} />
        <Fact
          name={t("panel.residents")}
          value={detail.residents > 0 ? format.number(detail.residents) : null}
        />
        <Fact name={t("panel.workers")} value={detail.workers > 0 ? format.number(detail.workers) : null} />
        <Fact name={t("panel.till")} value={detail.tillCents > 0 ? money(detail.tillCents) : null} />
        <Fact name={t("panel.landValue")} value={money(detail.landValueCents)} />
      </dl>
      {detail.inside.length > 0 && (
        <People
          title={more > 0 ? t("panel.insideMore", { more }) : t("panel.inside")}
          people={detail.inside.map((p) => ({ ...p, note: wordFor(t, "activities", p.activity) }))}
        />
      )}
    </>
  );
}

function People({
  title,
  people,
}: {
  readonly title: string;
  readonly people: readonly { readonly id: string; readonly name: string; readonly note?: string }[];
}) {
  const session = useSession();
  return (
    <div className="mt-4">
      <h3 className="text-xs font-semibold tracking-wide text-muted uppercase">{title}</h3>
      <ul className="mt-1 grid text-sm">
        {people.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              className="w-full rounded-md px-1 py-0.5 text-left hover:bg-line"
              onClick={() => session?.visit(person.id)}
            >
              {person.name}
              {person.note && <span className="text-muted"> · {person.note}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string | null }) {
  if (value === null) return null;
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="text-right">{value}</dd>
    </>
  );
}

/** A building by its address; a click goes there. */
function Place({ name, id }: { readonly name: string; readonly id: string | null }) {
  const session = useSession();
  const t = useText("city");
  if (id === null) return null;
  const place = session?.nameOf(id) ?? { name: id, use: null };
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="text-right">
        <button
          type="button"
          className="text-right underline decoration-line hover:decoration-current"
          onClick={() => session?.visit(id)}
        >
          {place.use ? `${t(`uses.${place.use}`)}, ${place.name}` : place.name}
        </button>
      </dd>
    </>
  );
}

function Gauge({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <label className="mt-2 grid grid-cols-[4.5rem_1fr_2.2rem] items-center gap-2 text-sm">
      <span className="text-muted">{name}</span>
      <meter className="h-2 w-full" min={0} max={100} low={25} value={value} />
      <span className="text-right tabular-nums">{value}</span>
    </label>
  );
}

function FollowButton({ indoors }: { readonly indoors: boolean }) {
  const session = useSession();
  const t = useText("city.panel");
  const following = useCity((s) => s.following);
  return (
    <>
      {following && indoors && (
        <p role="status" className="w-full text-sm text-muted">
          {t("waitsOutside")}
        </p>
      )}
      <ActionButton
        onClick={() => session?.follow(!following)}
        icon={<LocateFixed size={16} />}
        label={t(following ? "following" : "follow")}
        pressed={following}
      />
    </>
  );
}

function CopyLink() {
  const t = useText("city.panel");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(window.location.href).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <ActionButton
      onClick={() => void copy()}
      icon={copied ? <Check size={16} /> : <Link2 size={16} />}
      label={t(copied ? "copied" : "copyLink")}
    />
  );
}

interface ActionButtonProps {
  readonly onClick: () => void;
  readonly icon: ReactNode;
  readonly label: string;
  readonly pressed?: boolean;
}

function ActionButton({ onClick, icon, label, pressed }: ActionButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onClick}
      className="flex items-center gap-1.5 rounded-lg border border-line px-3 py-1.5 text-sm font-medium hover:bg-line aria-pressed:border-transparent aria-pressed:bg-accent aria-pressed:text-on-accent"
    >
      {icon}
      {label}
    </button>
  );
}

/** A word of the engine in the reader's language; one that came later than the texts stays as it is. */
function wordFor(t: CityText, list: "kinds" | "activities" | "uses", word: string): string {
  const key = `${list}.${word}`;
  // The engine's lists grow on their own: whether there is a text is asked, not assumed.
  return t.has(key as Parameters<CityText>[0]) ? t(key as Parameters<CityText>[0]) : word;
}

type CityText = ReturnType<typeof useText<"city">>;
