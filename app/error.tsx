"use client";

/** The last net: nothing it says may depend on what could have failed, so it speaks both languages itself. */
export default function RootError({ reset }: { readonly reset: () => void }) {
  const german = typeof document !== "undefined" && document.documentElement.lang === "de";
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="card max-w-sm p-7 text-center" role="alert">
        <h1 className="text-lg font-semibold">{german ? "Diese Seite ist gestört" : "This page broke"}</h1>
        <p className="mt-2 text-muted">{german ? "Der Fehler liegt bei uns." : "The fault is ours."}</p>
        <button
          type="button"
          className="mt-5 min-h-10 cursor-pointer rounded-md bg-accent px-4 text-sm font-medium text-on-accent"
          onClick={reset}
        >
          {german ? "Noch einmal versuchen" : "Try again"}
        </button>
      </div>
    </main>
  );
}
