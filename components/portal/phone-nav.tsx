"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useText } from "#components/i18n/use-text.ts";
import { Menu, MenuLink } from "#components/ui/menu.tsx";
import { isAt, MAIN_NAV, menuNav, PHONE_NAV } from "./nav-items.tsx";
import { usePerson } from "./person.tsx";

const ITEM =
  "flex min-h-14 min-w-0 flex-1 cursor-pointer flex-col items-center justify-center gap-1 text-2xs text-muted -outline-offset-2 aria-[current=page]:font-medium aria-[current=page]:text-accent";

/** The bar at the foot of a phone. */
export function PhoneNav() {
  const t = useText("frame");
  const pathname = usePathname();
  const shown = PHONE_NAV.flatMap((text) =>
    MAIN_NAV.filter((item) => item.text === text).map((item) => ({ ...item, text })),
  );
  const rest = [
    ...MAIN_NAV.filter(({ text }) => !shown.some((item) => item.text === text)),
    ...menuNav(usePerson()),
  ];
  return (
    <nav
      aria-label={t("main")}
      className="fixed inset-x-0 bottom-0 z-40 flex border-t border-line bg-page/95 px-1 pb-[env(safe-area-inset-bottom)] backdrop-blur-md sm:hidden"
    >
      {shown.map(({ href, text, icon: Icon }) => (
        <Link
          key={href}
          href={href}
          className={ITEM}
          aria-current={isAt(pathname, href) ? "page" : undefined}
        >
          <Icon size={20} aria-hidden="true" />
          <span className="max-w-full truncate px-0.5">{t(`short.${text}`)}</span>
        </Link>
      ))}
      <Menu
        trigger={
          <button type="button" className={ITEM}>
            <Ellipsis size={20} aria-hidden="true" />
            {t("more")}
          </button>
        }
      >
        {rest.map(({ href, text, icon: Icon }) => (
          <MenuLink key={href} href={href} icon={<Icon size={16} aria-hidden="true" />}>
            {t(text)}
          </MenuLink>
        ))}
      </Menu>
    </nav>
  );
}
