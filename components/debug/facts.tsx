type Fact = readonly [name: string, value: string, alarm?: boolean];

/** Figures side by side, as many as fit. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="mt-2 grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-4 gap-y-2">
      {facts.map(([name, value, alarm]) => (
        <div key={name}>
          <dt className="text-xs text-muted">{name}</dt>
          <dd className={`text-base font-medium tabular-nums ${alarm ? "text-bad" : ""}`}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
