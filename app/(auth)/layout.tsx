import type { ReactNode } from "react";
import { AuthPicture } from "#components/account/auth-picture.tsx";
import { AuthShell } from "#components/account/auth-shell.tsx";
import { textsOf } from "#components/i18n/texts-of.ts";
import { Providers } from "#components/portal/providers.tsx";
import { personForPage } from "../person.ts";
import { preferences } from "../preferences.ts";

/** The pages before the portal, without its frame. */
export default async function AuthLayout({ children }: { readonly children: ReactNode }) {
  const [{ theme, locale }, person] = await Promise.all([preferences(), personForPage()]);
  const { auth } = textsOf(locale);
  return (
    <Providers locale={locale} person={person}>
      <AuthShell theme={theme} picture={<AuthPicture title={auth.tagline} text={auth.taglineText} />}>
        {children}
      </AuthShell>
    </Providers>
  );
}
