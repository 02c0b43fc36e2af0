import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { cityTextsOf } from "#components/i18n/texts-of.ts";
import { preferences } from "./preferences.ts";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const { pageTitle, pageText } = cityTextsOf((await preferences()).locale);
  return { title: { default: pageTitle, template: "%s · Borough" }, description: pageText };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#c9d8e2" },
    { media: "(prefers-color-scheme: dark)", color: "#0b1117" },
  ],
};

/** Nothing but the document: the city loads no more than it needs, and the portal brings its own frame. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const { theme, locale } = await preferences();
  return (
    <html lang={locale} data-theme={theme}>
      <body>{children}</body>
    </html>
  );
}
