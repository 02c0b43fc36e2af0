import { useText } from "#components/i18n/use-text.ts";

const ENTRIES = [
  ["mine", "#12a08c"],
  ["forSale", "#d65c2c"],
  ["toLet", "#dea428"],
  ["owned", "#9a7bbf"],
  ["free", "#969896"],
] as const;

/** What the colours of the ownership layer mean. */
export function OwnershipLegend() {
  const t = useText("city.ownership");
  return (
    <ul className="panel grid gap-1 self-end px-3 py-2 text-xs">
      {ENTRIES.map(([state, colour]) => (
        <li key={state} className="flex items-center gap-2">
          <svg viewBox="0 0 10 10" className="size-2.5" aria-hidden="true">
            <rect width="10" height="10" rx="2" fill={colour} />
          </svg>
          {t(state)}
        </li>
      ))}
    </ul>
  );
}
