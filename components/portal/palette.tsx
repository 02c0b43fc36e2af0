"use client";

import { Command } from "cmdk";
import { Bot, Building2, Languages, Plus, Search, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { type ReactNode, useDeferredValue, useState } from "react";
import type { SearchView } from "#city/protocol/search-views.ts";
import { LOCALE_NAMES, LOCALES } from "#components/i18n/locales.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { MAIN_NAV, menuNav } from "./nav-items.tsx";
import { usePerson } from "./person.tsx";
import { THEMES, type Theme } from "./theme.ts";
import { useChoices } from "./use-choices.ts";

export interface PaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly theme: Theme;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

const QUERY_CHARS_MIN = 2;

/** Everything of the portal by typing: pages, one's agents, the city's agents and addresses, settings. */
export function Palette({ open, onOpenChange, theme }: PaletteProps) {
  const t = useText("frame");
  const router = useRouter();
  const person = usePerson();
  const choices = useChoices(theme);
  const [query, setQuery] = useState("");
  const close = () => {
    onOpenChange(false);
    setQuery("");
  };
  const go = (href: string) => {
    close();
    router.push(href);
  };
  const pages = [...MAIN_NAV, ...menuNav(person)];
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? onOpenChange(true) : close())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-scrim animate-fade" />
        <Dialog.Content
          aria-describedby={undefined}
          className="pop fixed top-[10vh] left-1/2 z-50 w-[min(600px,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-xl animate-fade"
        >
          <Dialog.Title className="sr-only">{t("search")}</Dialog.Title>
          <Command loop label={t("search")}>
            <div className="flex items-center gap-3 border-b border-line px-4">
              <Search size={18} className="text-muted" aria-hidden="true" />
              <Command.Input
                value={query}
                onValueChange={setQuery}
                placeholder={t("searchFor")}
                className="h-13 w-full bg-transparent text-base outline-none placeholder:text-muted"
              />
            </div>
            <Command.List className="max-h-[min(56vh,440px)] overflow-auto p-2">
              <Command.Empty className="px-3 py-8 text-center text-sm text-muted">
                {t("nothingFound", { query })}
              </Command.Empty>
              <Group heading={t("pages")}>
                {pages.map(({ href, text, icon: Icon }) => (
                  <Item key={href} icon={<Icon size={16} />} onSelect={() => go(href)} value={t(text)} />
                ))}
                {person && (
                  <Item
                    icon={<Plus size={16} />}
                    onSelect={() => go("/portal/agents/new")}
                    value={t("newAgent")}
                  />
                )}
              </Group>
              {person && <MyAgents onGo={go} />}
              <FoundInCity query={query} onGo={go} />
              <Group heading={t("settings")}>
                {THEMES.map((value) => (
                  <Item
                    key={value}
                    icon={<SunMoon size={16} />}
                    value={`${t("theme")}: ${t(value)}`}
                    onSelect={() => {
                      choices.chooseTheme(value);
                      close();
                    }}
                  />
                ))}
                {LOCALES.map((value) => (
                  <Item
                    key={value}
                    icon={<Languages size={16} />}
                    value={`${t("language")}: ${LOCALE_NAMES[value]}`}
                    onSelect={() => {
                      choices.chooseLocale(value);
                      close();
                    }}
                  />
                ))}
              </Group>
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface ResultsProps {
  readonly onGo: (href: string) => void;
}

function MyAgents({ onGo }: ResultsProps) {
  const t = useText("frame");
  const { data } = useApi<{ readonly agents: readonly Named[] }>("/agents");
  if (!data?.agents?.length) return null;
  return (
    <Group heading={t("myAgents")}>
      {data.agents.map(({ id, name }) => (
        <Item
          key={id}
          icon={<Bot size={16} />}
          value={name}
          id={id}
          onSelect={() => onGo(`/portal/agents/${id}`)}
        />
      ))}
    </Group>
  );
}

/** What the city knows by that name: agents and addresses. */
function FoundInCity({ query, onGo }: ResultsProps & { readonly query: string }) {
  const t = useText("frame");
  const asked = useDeferredValue(query.trim());
  const { data } = useApi<SearchView>(
    asked.length < QUERY_CHARS_MIN ? null : `/search?q=${encodeURIComponent(asked)}`,
  );
  return (
    <>
      {data && data.agents.length + data.residents.length > 0 && (
        <Group heading={t("foundAgents")}>
          {[...data.agents, ...data.residents].map(({ id, name }) => (
            <Item
              key={id}
              icon={<Bot size={16} />}
              value={name}
              id={id}
              onSelect={() => onGo(`/agents/${id}`)}
            />
          ))}
        </Group>
      )}
      {data && data.parcels.length > 0 && (
        <Group heading={t("foundPlaces")}>
          {data.parcels.map(({ id, address }) => (
            <Item
              key={id}
              icon={<Building2 size={16} />}
              value={address}
              id={id}
              onSelect={() => onGo(`/properties/${id}`)}
            />
          ))}
        </Group>
      )}
    </>
  );
}

function Group({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="**:[[cmdk-group-heading]]:px-3 **:[[cmdk-group-heading]]:pt-2.5 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-xs **:[[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  readonly icon: ReactNode;
  readonly value: string;
  /** Keeps two of the same name apart. */
  readonly id?: string;
  readonly onSelect: () => void;
}

function Item({ icon, value, id, onSelect }: ItemProps) {
  return (
    <Command.Item
      value={id ? `${value} ${id}` : value}
      onSelect={onSelect}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-md px-3 text-sm aria-selected:bg-hover"
    >
      <span className="text-muted" aria-hidden="true">
        {icon}
      </span>
      {value}
    </Command.Item>
  );
}
