import { useCity } from "#components/stores/city-store.ts";
import { useSession } from "./session-context.ts";

/** What is in view as a list of buttons: the picture for keyboards and screen readers. */
export function TwinList() {
  const nearby = useCity((s) => s.nearby);
  const place = useCity((s) => s.place);
  const session = useSession();
  return (
    <section aria-label="In view" className="twin panel z-30 p-3">
      <h2 className="text-sm font-semibold">In view: {place || "loading"}</h2>
      <ul className="mt-2 grid gap-0.5">
        {nearby.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className="w-full rounded-md px-2 py-1 text-left text-sm hover:bg-line"
              onClick={() => session?.visit(item.id)}
            >
              {item.label}
            </button>
          </li>
        ))}
      </ul>
      {nearby.length === 0 && (
        <p className="mt-1 text-sm text-muted">Nothing is near the middle of the view.</p>
      )}
    </section>
  );
}
