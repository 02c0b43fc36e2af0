import { useText } from "#components/i18n/use-text.ts";
import { type NearbyItem, useCity } from "#components/stores/city-store.ts";
import { useSession } from "./session-context.ts";

/** What is in view as a list of buttons: the picture for keyboards and screen readers. */
export function TwinList() {
  const nearby = useCity((s) => s.nearby);
  const place = useCity((s) => s.place);
  const session = useSession();
  const t = useText("city");
  const title = t("view.title", { place: place || t("view.loading") });
  const textOf = ({ name, use, way, metres }: NearbyItem) =>
    way
      ? t(`view.${way}`, { name, metres })
      : t("view.building", { place: use ? `${t(`uses.${use}`)}, ${name}` : name, metres });
  return (
    <section aria-label={title} className="twin panel z-30 p-3">
      <h2 className="text-sm font-semibold">{title}</h2>
      <ul className="mt-2 grid gap-0.5">
        {nearby.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className="w-full rounded-md px-2 py-1 text-left text-sm hover:bg-line"
              onClick={() => session?.visit(item.id)}
            >
              {textOf(item)}
            </button>
          </li>
        ))}
      </ul>
      {nearby.length === 0 && <p className="mt-1 text-sm text-muted">{t("view.nothing")}</p>}
    </section>
  );
}
