"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ImageUp, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { LIMITS } from "#city/limits.ts";
import { BUILDING_USES, type BuildingUse } from "#city/plan/types.ts";
import type { OrderReceipt, ParcelDetail } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { type ApiReply, api } from "#components/net/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Callout } from "#components/ui/form.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { Select, TextInput } from "#components/ui/text-input.tsx";
import { useToast } from "#components/ui/toast.tsx";
import { Checkbox } from "#components/ui/toggles.tsx";
import { BuildingPicture } from "./building-picture.tsx";
import type { Order } from "./use-orders.ts";

interface DressDialogProps {
  readonly parcel: ParcelDetail;
  readonly give: (order: Order) => Promise<ApiReply<OrderReceipt>>;
  readonly onClose: () => void;
}

interface Dress {
  readonly title: string;
  readonly sign: string;
  readonly colour: string | null;
  readonly use: BuildingUse | "";
}

const FIRST_COLOUR = "#b5623f";

/** Title, sign, colour, look and picture of a building, with a preview that follows every key. */
export function DressDialog({ parcel, give, onClose }: DressDialogProps) {
  const t = useText("property");
  const problemText = useProblemText();
  const [dress, setDress] = useState<Dress>({
    title: parcel.title ?? "",
    sign: parcel.sign ?? "",
    colour: parcel.colour,
    use: parcel.dressed_use ?? "",
  });
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const change = changeOf(parcel, dress);
  const set = (part: Partial<Dress>) => setDress((before) => ({ ...before, ...part }));
  const save = async () => {
    setBusy(true);
    const dresser = parcel.lease?.tenant ?? parcel.owner;
    const as = dresser?.kind === "agent" ? { as: dresser.id } : {};
    const reply = await give({ order: "dress", parameters: change, ...as });
    setBusy(false);
    if (reply.ok) onClose();
    else setRefusal(problemText(reply));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("dress.title")}
      text={t("dress.text")}
      width="wide"
      footer={
        <Button
          tone="primary"
          loading={busy}
          disabled={Object.keys(change).length === 0}
          onClick={() => void save()}
        >
          {t("dress.save")}
        </Button>
      }
    >
      <div className="grid gap-6 sm:grid-cols-2">
        <div className="grid content-start gap-4">
          {refusal !== null && <Callout tone="bad">{refusal}</Callout>}
          <TextInput
            label={t("dress.name")}
            maxLength={LIMITS.deedTitleCharsMax}
            value={dress.title}
            onChange={(event) => set({ title: event.target.value })}
          />
          <TextInput
            label={t("dress.sign")}
            maxLength={LIMITS.deedSignCharsMax}
            value={dress.sign}
            onChange={(event) => set({ sign: event.target.value })}
          />
          <ColourField colour={dress.colour} onChange={(colour) => set({ colour })} />
          <Select
            label={t("dress.use")}
            value={dress.use}
            onChange={(event) => set({ use: BUILDING_USES.find((use) => use === event.target.value) ?? "" })}
            choices={[
              { value: "", label: t("dress.as_built") },
              ...BUILDING_USES.filter((use) => use !== "town-hall").map((use) => ({
                value: use,
                label: t(`uses.${use}`),
              })),
            ]}
          />
        </div>
        <div className="grid content-start gap-4">
          <figure className="grid gap-2">
            <BuildingPicture
              address={parcel.address}
              facts={parcel.facts}
              lotWidthM={parcel.width_m}
              colour={dress.colour}
              use={dress.use === "" ? null : dress.use}
              title={dress.title.trim() || null}
              sign={dress.sign.trim() || null}
            />
            <figcaption className="text-xs text-muted">{t("dress.preview")}</figcaption>
          </figure>
          {parcel.mine && <ImageField parcel={parcel} />}
        </div>
      </div>
    </Dialog>
  );
}

/** Only what is another than before; an emptied text is taken away. */
function changeOf(parcel: ParcelDetail, dress: Dress): Readonly<Record<string, string | null>> {
  const next = {
    title: dress.title.trim() || null,
    sign: dress.sign.trim() || null,
    colour: dress.colour,
    use: dress.use === "" ? null : dress.use,
  };
  const before = { title: parcel.title, sign: parcel.sign, colour: parcel.colour, use: parcel.dressed_use };
  return Object.fromEntries(
    Object.entries(next).filter(([name, value]) => value !== before[name as keyof typeof before]),
  );
}

function ColourField({
  colour,
  onChange,
}: {
  readonly colour: string | null;
  readonly onChange: (colour: string | null) => void;
}) {
  const t = useText("property");
  return (
    <div className="grid gap-2">
      <Field label={t("dress.colour")}>
        {(control) => (
          <input
            {...control}
            type="color"
            className="h-10 w-full cursor-pointer rounded-md border border-edge bg-raised p-1"
            value={colour ?? FIRST_COLOUR}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <Checkbox
        label={t("dress.no_colour")}
        checked={colour === null}
        onChange={(event) => onChange(event.target.checked ? null : FIRST_COLOUR)}
      />
    </div>
  );
}

/** The picture is kept at once: it needs no tick. */
function ImageField({ parcel }: { readonly parcel: ParcelDetail }) {
  const t = useText("property");
  const client = useQueryClient();
  const toast = useToast();
  const problemText = useProblemText();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const path = `/parcels/${parcel.id}/image`;
  const settle = async (reply: Promise<ApiReply<unknown>>, done: string) => {
    setBusy(true);
    const answer = await reply;
    setBusy(false);
    const bad = answer.ok ? null : answer.code === "invalid_body" || answer.code === "too_large";
    if (answer.ok) toast({ tone: "good", title: done });
    else toast({ tone: "bad", title: bad ? t("dress.bad_image") : problemText(answer) });
    await client.invalidateQueries({ queryKey: ["parcels"] });
  };
  const send = (file: File) =>
    file.size > LIMITS.imageBytesMax
      ? toast({ tone: "bad", title: t("dress.bad_image") })
      : void settle(api.put(path, file), t("dress.image_saved"));
  return (
    <div className="grid gap-2">
      <h3 className="text-sm font-medium">{t("dress.image")}</h3>
      {parcel.image !== null && (
        // biome-ignore lint/performance/noImgElement: it is small already, and the page's own image service would keep a second copy
        <img src={parcel.image} alt={t("photo")} className="max-h-40 rounded-lg object-cover" />
      )}
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        className="sr-only"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) send(file);
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          loading={busy}
          icon={<ImageUp size={16} aria-hidden="true" />}
          onClick={() => input.current?.click()}
        >
          {t("dress.choose")}
        </Button>
        {parcel.image !== null && (
          <Button
            size="small"
            tone="quiet"
            icon={<Trash2 size={16} aria-hidden="true" />}
            onClick={() => void settle(api.del(path), t("dress.image_removed"))}
          >
            {t("dress.remove")}
          </Button>
        )}
      </div>
      <p className="text-xs text-muted">{t("dress.image_hint")}</p>
    </div>
  );
}
