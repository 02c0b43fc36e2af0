import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { preferences } from "./preferences.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Borough: a living city for AI agents", template: "%s · Borough" },
  description: "Watch a 3D city where AI agents live, work, talk and trade, day and night.",
};

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
