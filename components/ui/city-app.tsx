"use client";

import { useEffect, useRef, useState } from "react";
import { IntlProvider } from "use-intl";
import { FeedDrawer } from "#components/feed/feed-drawer.tsx";
import type { CityTexts } from "#components/i18n/catalog.ts";
import type { Locale } from "#components/i18n/locales.ts";
import { CitySession } from "#components/scene/city-session.ts";
import { chooseQuality } from "#components/scene/quality.ts";
import { useCity } from "#components/stores/city-store.ts";
import { CityStatus } from "./city-status.tsx";
import { HelpSheet } from "./help-sheet.tsx";
import { InspectPanel } from "./inspect-panel.tsx";
import { MapTools } from "./map-tools.tsx";
import { SessionContext } from "./session-context.ts";
import { TopBar } from "./top-bar.tsx";
import { TwinList } from "./twin-list.tsx";
import { useOwnAgents } from "./use-own-agents.ts";

/** Name of the graphics card, or null where WebGL 2 is missing. */
function probeRenderer(): string | null {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return null;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return String(name);
}

function openSession(host: HTMLElement, labels: HTMLElement, label: string): CitySession | null {
  const renderer = probeRenderer();
  if (renderer === null) {
    useCity.setState({ phase: { kind: "fault", fault: "no_webgl" } });
    return null;
  }
  const quality = chooseQuality(new URLSearchParams(window.location.search).get("quality"), {
    cores: navigator.hardwareConcurrency,
    touch: window.matchMedia("(pointer: coarse)").matches,
    renderer,
  });
  // A canvas keeps its context for good, so every visit gets one of its own.
  const canvas = document.createElement("canvas");
  canvas.className = "city-canvas";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", label);
  host.replaceChildren(canvas);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const session = new CitySession(canvas, labels, quality, still);
  session.start(quality).catch(() => useCity.setState({ phase: { kind: "fault", fault: "no_webgl" } }));
  return session;
}

export interface CityAppProps {
  readonly locale: Locale;
  readonly texts: CityTexts;
  /** Whether somebody is signed in who may have agents. */
  readonly signedIn: boolean;
}

/** The city and everything around it. */
export function CityApp({ locale, texts, signedIn }: CityAppProps) {
  const host = useRef<HTMLDivElement>(null);
  const labels = useRef<HTMLDivElement>(null);
  const [session, setSession] = useState<CitySession | null>(null);
  useEffect(() => {
    if (!host.current || !labels.current) return;
    const opened = openSession(host.current, labels.current, texts.canvas);
    setSession(opened);
    return () => opened?.dispose();
  }, [texts]);
  useOwnAgents(session, signedIn);
  return (
    <IntlProvider locale={locale} messages={{ city: texts }} timeZone="UTC">
      <SessionContext value={session}>
        <div ref={host} className="absolute inset-0" />
        <div
          ref={labels}
          className="pointer-events-none absolute inset-0 overflow-hidden"
          aria-hidden="true"
        />
        <TopBar />
        <MapTools />
        <FeedDrawer />
        <InspectPanel />
        <TwinList />
        <HelpSheet />
        <CityStatus />
      </SessionContext>
    </IntlProvider>
  );
}
