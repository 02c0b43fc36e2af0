"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { setNonce } from "get-nonce";
import { Tooltip } from "radix-ui";
import { type ReactNode, useState } from "react";
import type { Locale } from "#components/i18n/locales.ts";
import { TextsProvider } from "#components/i18n/texts.tsx";
import { retryProblem } from "#components/net/use-api.ts";
import { ToastProvider } from "#components/ui/toast.tsx";
import { type Person, PersonProvider } from "./person.tsx";

// Dialogs lock the page's scrolling by a style element of their own, which the page's policy only takes with its nonce.
if (typeof document !== "undefined") {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  if (nonce) setNonce(nonce);
}

const STALE_MS = 10_000;
const TOOLTIP_DELAY_MS = 400;

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Asked even when the browser thinks it is offline: the city may run on this very machine.
      queries: { staleTime: STALE_MS, retry: retryProblem, networkMode: "always" },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

interface ProvidersProps {
  readonly locale: Locale;
  readonly person: Person | null;
  readonly children: ReactNode;
}

/** What every page of the portal stands on: texts, data, notes, and who is signed in. */
export function Providers({ locale, person, children }: ProvidersProps) {
  const [client] = useState(createClient);
  return (
    <QueryClientProvider client={client}>
      <TextsProvider locale={locale}>
        <PersonProvider person={person}>
          <Tooltip.Provider delayDuration={TOOLTIP_DELAY_MS}>
            <ToastProvider>{children}</ToastProvider>
          </Tooltip.Provider>
        </PersonProvider>
      </TextsProvider>
    </QueryClientProvider>
  );
}
