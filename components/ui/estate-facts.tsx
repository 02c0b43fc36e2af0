import { useEffect, useState } from "react";
import type { ParcelPage, ParcelView } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { api } from "#components/net/api.ts";
import { useMoney } from "./values.tsx";

const ASK_EVERY_MS = 5_000;

/** Whose a building's parcel is, what it costs, and the way to its page. */
export function EstateFacts({ building }: { readonly building: string }) {
  const t = useText("city.estate");
  const money = useMoney();
  const parcel = useParcelOf(building);
  if (parcel === null) return null;
  const owner =
    parcel.owner === null
      ? t("cityOwns")
      : parcel.owner.kind === "person" && parcel.owner.mine
        ? t("you")
        : parcel.owner.name;
  return (
    <div className="mt-4 grid gap-2 border-t border-line pt-3 text-sm">
      {parcel.image !== null && (
        // biome-ignore lint/performance/noImgElement: it is small already, and the page's own image service would keep a second copy
        <img
          src={parcel.image}
          alt={parcel.title ?? parcel.address}
          className="max-h-36 w-full rounded-lg object-cover"
        />
      )}
      {parcel.title !== null && <p className="font-medium">{parcel.title}</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        <dt className="text-muted">{t("owner")}</dt>
        <dd className="text-right">{owner}</dd>
        {parcel.price_cents !== null && (
          <>
            <dt className="text-muted">{t("price")}</dt>
            <dd className="text-right">{money(parcel.price_cents)}</dd>
          </>
        )}
      </dl>
      <a
        href={`/properties/${parcel.id}`}
        data-testid="registry-link"
        className="rounded-lg bg-accent px-3 py-1.5 text-center font-medium text-on-accent hover:bg-accent-strong"
      >
        {t(parcel.state === "unowned" ? "claim" : "registry")}
      </a>
    </div>
  );
}

/** A building's parcel as the registry has it; null until it is known. */
function useParcelOf(building: string): ParcelView | null {
  const [parcel, setParcel] = useState<ParcelView | null>(null);
  useEffect(() => {
    let gone = false;
    const ask = async () => {
      const reply = await api.get<ParcelPage>(`/parcels?building=${building}&limit=1`);
      if (!gone && reply.ok) setParcel(reply.value.parcels[0] ?? null);
    };
    void ask();
    const timer = window.setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      gone = true;
      window.clearInterval(timer);
    };
  }, [building]);
  return parcel;
}
