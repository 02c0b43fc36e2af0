"use client";

import { LogOut, Settings2, UserPlus } from "lucide-react";
import { signOut } from "next-auth/react";
import { useLocale } from "use-intl";
import { LOCALE_NAMES, LOCALES } from "#components/i18n/locales.ts";
import { useText } from "#components/i18n/use-text.ts";
import { Menu, MenuChoice, MenuItem, MenuLine, MenuLink } from "#components/ui/menu.tsx";
import { menuNav } from "./nav-items.tsx";
import { type Person, usePerson } from "./person.tsx";
import { THEMES, type Theme } from "./theme.ts";
import { useChoices } from "./use-choices.ts";

/** Account, appearance and language; guests find the last two and the way in. */
export function AccountMenu({ theme }: { readonly theme: Theme }) {
  const t = useText("frame");
  const person = usePerson();
  const locale = useLocale();
  const choices = useChoices(theme);
  return (
    <Menu trigger={<Trigger person={person} />}>
      {person && (
        <div className="max-w-64 px-2.5 pt-1.5 pb-1">
          <p className="truncate text-sm font-medium">{person.name}</p>
          <p className="truncate text-xs text-muted">{person.email}</p>
        </div>
      )}
      {person ? (
        <MenuLine />
      ) : (
        <MenuLink href="/sign-up" icon={<UserPlus size={16} aria-hidden="true" />}>
          {t("signUp")}
        </MenuLink>
      )}
      {menuNav(person).map(({ href, text, icon: Icon }) => (
        <MenuLink key={href} href={href} icon={<Icon size={16} aria-hidden="true" />}>
          {t(text)}
        </MenuLink>
      ))}
      <MenuLine />
      <MenuChoice
        label={t("theme")}
        value={choices.theme}
        choices={THEMES.map((value) => ({ value, label: t(value) }))}
        onChoose={choices.chooseTheme}
      />
      <MenuChoice
        label={t("language")}
        value={locale}
        choices={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
        onChoose={choices.chooseLocale}
      />
      {person && (
        <>
          <MenuLine />
          <MenuItem
            icon={<LogOut size={16} aria-hidden="true" />}
            onSelect={() => void signOut({ callbackUrl: "/" })}
          >
            {t("signOut")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

interface TriggerProps {
  readonly person: Person | null;
}

/** Takes whatever the menu gives its trigger, the ref included. */
function Trigger({ person, ...rest }: TriggerProps) {
  const t = useText("frame");
  return (
    <button
      type="button"
      {...rest}
      className="grid size-10 cursor-pointer place-items-center rounded-full hover:bg-hover pointer-coarse:size-11"
    >
      <span className="sr-only">{person ? t("accountMenu", { name: person.name }) : t("settings")}</span>
      {person ? (
        <span
          aria-hidden="true"
          className="grid size-8 place-items-center rounded-full bg-brick-soft text-xs font-semibold text-brick"
        >
          {initialsOf(person.name)}
        </span>
      ) : (
        <Settings2 size={18} className="text-muted" aria-hidden="true" />
      )}
    </button>
  );
}

/** The first letters of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return `${[...first][0] ?? ""}${[...last][0] ?? ""}`.toUpperCase();
}
