import type { ReactNode } from "react";
import { Frame } from "#components/portal/frame.tsx";
import { Providers } from "#components/portal/providers.tsx";
import { personForPage } from "../person.ts";
import { preferences } from "../preferences.ts";

/** Every page of the portal: providers around it, the frame before them. */
export default async function FramedLayout({ children }: { readonly children: ReactNode }) {
  const [{ theme, locale }, person] = await Promise.all([preferences(), personForPage()]);
  return (
    <Providers locale={locale} person={person}>
      <Frame theme={theme}>{children}</Frame>
    </Providers>
  );
}
