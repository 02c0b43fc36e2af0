"use client";

import { useState } from "react";
import { MAIN_WORLD, parseId } from "#city/ids.ts";
import type { FoundAgent, SearchView } from "#city/protocol/search-views.ts";
import { OUTSIDE_AGENT_BASE, OWNER_BASE } from "#city/protocol/wire-types.ts";
import { packLook, unpackLook } from "#city/world/look.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { Combobox } from "#components/ui/combobox.tsx";
import { Portrait } from "./agents/portrait.tsx";
import type { AgentProfile } from "./agents/types.ts";
import { useSearch } from "./use-search.ts";

interface AgentPickerProps {
  readonly label: string;
  /** Whom one can choose: all that is seen in the city, or who has an account, people by their id included. */
  readonly whom: "seen" | "holders";
  /** Id of the chosen one, or "". */
  readonly value: string;
  readonly error?: string;
  readonly onChange: (id: string, name: string | null) => void;
}

/** Chooses somebody by name, as one types, or by a pasted id. People are found by nobody's search: their id is asked of them. */
export function AgentPicker({ label, whom, value, error, onChange }: AgentPickerProps) {
  const t = useText("picker");
  const a = useText("agents");
  /** As typed; null: the chosen one's name stands there. */
  const [text, setText] = useState<string | null>(null);
  const [picked, setPicked] = useState<FoundAgent | null>(null);
  const looked = useLookedUp(picked?.id === value ? "" : value);
  const chosen = picked?.id === value ? picked : looked;
  const { view, status } = useSearch(text ?? "", (seen) => t("found", { n: foundIn(seen, whom).length }));
  const found = foundIn(view, whom);
  const type = (next: string) => {
    const id = next.trim();
    const whole = isParty(id, whom);
    setText(whole ? null : next);
    if (whole) onChange(id, null);
    else if (value !== "") onChange("", null);
  };
  const choose = (id: string) => {
    const one = found.find((other) => other.id === id) ?? null;
    setText(null);
    setPicked(one);
    onChange(id, one?.name ?? null);
  };
  return (
    <Combobox
      label={label}
      hint={chosen === null ? t(whom === "seen" ? "hintSeen" : "hintHolders") : whoIs(chosen, a)}
      error={error}
      text={text ?? chosen?.name ?? value}
      onText={type}
      options={found.map((one) => ({ value: one.id, content: <Found one={one} /> }))}
      status={value === "" ? status : null}
      onChoose={choose}
      before={chosen && <Portrait look={unpackLook(chosen.look)} label="" className="size-7" />}
    />
  );
}

function whoIs({ kind, id }: FoundAgent, a: ReturnType<typeof useText<"agents">>): string {
  return `${a(`kinds.${kind}`)} · ${id}`;
}

function Found({ one }: { readonly one: FoundAgent }) {
  const a = useText("agents");
  return (
    <span className="flex items-center gap-3">
      <Portrait look={unpackLook(one.look)} label="" className="size-8" />
      <span className="min-w-0">
        <span className="block truncate font-medium">{one.name}</span>
        <span className="block truncate text-xs text-muted">{whoIs(one, a)}</span>
      </span>
    </span>
  );
}

/** True for the id of somebody of this city whom one may choose. */
export function isParty(text: string, whom: AgentPickerProps["whom"]): boolean {
  const of = (prefix: "agt" | "usr", least: number) => {
    const id = parseId(prefix, text);
    return id.ok && id.value.world === MAIN_WORLD && id.value.index >= least;
  };
  // Residents have no account at City Hall.
  return whom === "seen" ? of("agt", 0) : of("agt", OUTSIDE_AGENT_BASE) || of("usr", OWNER_BASE);
}

/** What anybody may know of somebody whose id came from elsewhere; null while nothing is known. */
function useLookedUp(id: string): FoundAgent | null {
  const { data } = useApi<AgentProfile>(id.startsWith("agt_") ? `/agents/${id}` : null);
  return data === undefined
    ? null
    : { id: data.agent_id, name: data.name, kind: data.kind, look: packLook(data.look) };
}

function foundIn(view: SearchView | undefined, whom: AgentPickerProps["whom"]): readonly FoundAgent[] {
  if (view === undefined) return [];
  return whom === "seen" ? [...view.agents, ...view.residents] : view.agents;
}
