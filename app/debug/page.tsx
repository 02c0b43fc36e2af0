import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { DebugBoard } from "#components/debug/debug-board.tsx";
import { readEnv } from "#server/env.ts";

export const metadata: Metadata = { title: "Borough: inner workings", robots: { index: false } };

/** The city's inner workings, where they are open to look at; elsewhere there is no such page. */
export default async function DebugPage() {
  // The setting is that of the running server, not of the build.
  await connection();
  if (!readEnv().debugPage) notFound();
  return (
    <main className="h-dvh overflow-y-auto overscroll-contain">
      <div className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] gap-3 p-3 sm:gap-4 sm:p-6">
        <header className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h1 className="text-lg font-semibold tracking-tight">Inner workings</h1>
          <a className="text-sm font-medium text-accent underline" href="/">
            Back to the city
          </a>
        </header>
        <DebugBoard />
        <noscript>
          <p className="panel p-4 text-sm">The figures are read every second, which needs JavaScript.</p>
        </noscript>
      </div>
    </main>
  );
}
