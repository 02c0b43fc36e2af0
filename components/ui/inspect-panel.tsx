import { Check, Link2, Locate, LocateFixed, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { AgentDetail, BuildingDetail } from "#city/protocol/messages.ts";
import { useCity } from "#components/stores/city-store.ts";
import { useSession } from "./session-context.ts";
import { useDetail } from "./use-detail.ts";

/** Live detail of what is selected: a card on the right, a sheet at the bottom on phones. */
export function InspectPanel() {
  const selected = useCity((s) => s.selected);
  if (!selected) return null;
  return <Panel key={selected} id={selected} />;
}

function Panel({ id }: { readonly id: string }) {
  const session = useSession();
  const { state, retry } = useDetail(id);
  const agent = id.startsWith("agt_");
  const point = state.kind === "shown" && state.detail.kind === "agent" ? state.detail.point : null;
  const title =
    state.kind === "shown"
      ? state.detail.kind === "agent"
        ? state.detail.name
        : state.detail.address
      : agent
        ? "Agent"
        : "Building";
  return (
    <aside
      aria-label="Selected"
      data-testid="panel"
      data-subject={id}
      className="panel absolute inset-x-2 bottom-2 z-30 max-h-[58dvh] overflow-auto p-4 sm:inset-x-auto sm:top-4 sm:right-4 sm:bottom-auto sm:max-h-[calc(100dvh-2rem)] sm:w-80"
    >
      <div className="flex items-start justify-between gap-2">
        <h2 className="text-base leading-6 font-semibold tracking-tight first-letter:uppercase">{title}</h2>
        <button
          type="button"
          className="tool -mt-2 -mr-2 shrink-0 rounded-lg"
          aria-label="Close"
          onClick={() => session?.select(null)}
        >
          <X size={18} />
        </button>
      </div>
      {state.kind === "loading" && <p className="text-sm text-muted">Asking the city…</p>}
      {state.kind === "gone" && <p className="text-sm text-muted">It is not in the city any more.</p>}
      {state.kind === "silent" && (
        <p className="text-sm text-muted">
          The city did not answer.{" "}
          <button type="button" className="font-medium text-accent underline" onClick={retry}>
            Retry
          </button>
        </p>
      )}
      {state.kind === "shown" &&
        (state.detail.kind === "agent" ? (
          <AgentFacts detail={state.detail} />
        ) : (
          <BuildingFacts detail={state.detail} />
        ))}
      <div className="mt-4 flex flex-wrap gap-2">
        {agent && <FollowButton />}
        <ActionButton
          onClick={() => session?.visit(id, point)}
          icon={<Locate size={16} />}
          label="Go there"
        />
        <CopyLink />
      </div>
    </aside>
  );
}

function AgentFacts({ detail }: { readonly detail: AgentDetail }) {
  const session = useSession();
  return (
    <>
      <p className="text-sm text-muted">
        {detail.agentKind === "resident" ? "Resident" : `${capital(detail.agentKind)} agent`} ·{" "}
        {session?.nameOf(detail.neighborhood)}
      </p>
      <p className="mt-2 text-sm first-letter:uppercase">{detail.activity}</p>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <Place name="Inside" id={detail.inside} />
        <Place name="Going to" id={detail.goingTo} />
        <Place name="Home" id={detail.home} />
        <Place name="Work" id={detail.work} />
        <Fact name="Purse" value={money(detail.purseCents)} />
      </dl>
      <Gauge name="Energy" value={detail.energy} />
      <Gauge name="Satiety" value={detail.satiety} />
      {detail.acquaintances.length > 0 && <People title="Knows" people={detail.acquaintances} />}
    </>
  );
}

function BuildingFacts({ detail }: { readonly detail: BuildingDetail }) {
  const more = detail.insideCount - detail.inside.length;
  return (
    <>
      <p className="text-sm text-muted">
        {capital(detail.use)} · {detail.open ? "open" : "closed"}
      </p>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <Fact name="Inside now" value={String(detail.insideCount)} />
        <Fact name="Residents" value={detail.residents > 0 ? String(detail.residents) : null} />
        <Fact name="Workers" value={detail.workers > 0 ? String(detail.workers) : null} />
        <Fact name="Till" value={detail.tillCents > 0 ? money(detail.tillCents) : null} />
        <Fact name="Land value" value={money(detail.landValueCents)} />
      </dl>
      {detail.inside.length > 0 && (
        <People
          title={more > 0 ? `Inside (and ${more} more)` : "Inside"}
          people={detail.inside.map((p) => ({ ...p, note: p.activity }))}
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
  if (id === null) return null;
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="text-right">
        <button
          type="button"
          className="text-right underline decoration-line hover:decoration-current"
          onClick={() => session?.visit(id)}
        >
          {session?.nameOf(id) ?? id}
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

function FollowButton() {
  const session = useSession();
  const following = useCity((s) => s.following);
  return (
    <ActionButton
      onClick={() => session?.follow(!following)}
      icon={<LocateFixed size={16} />}
      label={following ? "Following" : "Follow"}
      pressed={following}
    />
  );
}

function CopyLink() {
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
      label={copied ? "Copied" : "Copy link"}
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

function money(cents: number): string {
  return `${(cents / 100).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })} cr`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
