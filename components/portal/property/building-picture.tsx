"use client";

import type { BuildingUse } from "#city/plan/types.ts";
import type { BuildingFacts } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";

interface BuildingPictureProps {
  readonly address: string;
  readonly facts: BuildingFacts | null;
  readonly lotWidthM: number;
  /** #rrggbb, or null: as built. */
  readonly colour: string | null;
  readonly use: BuildingUse | null;
  readonly title: string | null;
  readonly sign: string | null;
}

const WALLS = [
  "#d9c7ab",
  "#c9a58c",
  "#b9b3a6",
  "#cdb9a0",
  "#a9b0b3",
  "#d3bfae",
  "#bfa58f",
  "#c8c0b0",
] as const;
const WIDTH = 400;
const HEIGHT = 240;
const GROUND = 204;
const SHOPS: readonly BuildingUse[] = ["shop", "food", "leisure"];

/** A building seen from the street: as many floors and as wide as it is. */
export function BuildingPicture(props: BuildingPictureProps) {
  const t = useText("property");
  const { address, facts, use, title, sign } = props;
  const what = use ?? facts?.use ?? null;
  const name =
    facts === null || what === null
      ? t("picture_lot", { address })
      : t("picture", { address, use: t(`uses.${what}`), floors: facts.floors });
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={name} className="block w-full rounded-lg">
      <rect width={WIDTH} height={HEIGHT} className="fill-elevation-sky" />
      <rect y={GROUND} width={WIDTH} height={HEIGHT - GROUND} className="fill-elevation-ground" />
      <rect y={GROUND + 12} width={WIDTH} height={HEIGHT - GROUND - 12} className="fill-elevation-street" />
      {facts === null || what === null ? (
        <EmptyLot />
      ) : (
        <House facts={facts} use={what} colour={props.colour} title={title} sign={sign} />
      )}
    </svg>
  );
}

function EmptyLot() {
  return (
    <g>
      <path d="M60 204h280" className="stroke-muted" strokeWidth="2" strokeDasharray="2 10" />
      {[80, 150, 220, 290].map((x) => (
        <path key={x} d={`M${x} 204v-26`} className="stroke-muted" strokeWidth="3" strokeLinecap="round" />
      ))}
      <path d="M70 186h250" className="stroke-muted" strokeWidth="2" />
      <circle cx="250" cy="176" r="20" className="fill-elevation-leaf" />
      <path d="M250 204v-20" className="stroke-elevation-trunk" strokeWidth="4" />
    </g>
  );
}

interface HouseProps {
  readonly facts: BuildingFacts;
  readonly use: BuildingUse;
  readonly colour: string | null;
  readonly title: string | null;
  readonly sign: string | null;
}

function House({ facts, use, colour, title, sign }: HouseProps) {
  const scale = Math.min(150 / Math.max(facts.height_m, 6), 300 / facts.width_m);
  const width = Math.max(60, facts.width_m * scale);
  const height = Math.max(46, facts.height_m * scale);
  const left = (WIDTH - width) / 2;
  const top = GROUND - height;
  const floors = Math.max(1, facts.floors);
  const floor = height / floors;
  const columns = Math.max(2, Math.min(14, Math.round(facts.width_m / 2.6)));
  const pitched = use === "home" && floors <= 3;
  const wall = colour ?? WALLS[facts.style % WALLS.length] ?? WALLS[0];
  const shop = SHOPS.includes(use);
  return (
    <g>
      {pitched ? (
        <path
          d={`M${left - 6} ${top}L${WIDTH / 2} ${top - Math.min(36, width / 4)}L${left + width + 6} ${top}Z`}
          className="fill-elevation-roof"
        />
      ) : (
        <rect
          x={left - 4}
          y={top - 6}
          width={width + 8}
          height={7}
          rx={1.5}
          className="fill-elevation-roof"
        />
      )}
      <rect x={left} y={top} width={width} height={height} fill={wall} />
      <Windows {...{ left, top, width, floor, floors, columns, shop }} />
      {shop && (
        <rect
          x={left + 4}
          y={GROUND - floor * 0.86}
          width={width - 8}
          height={floor * 0.16}
          rx={2}
          className="fill-elevation-awning"
        />
      )}
      <rect
        x={WIDTH / 2 - 7}
        y={GROUND - Math.min(26, floor * 0.8)}
        width={14}
        height={Math.min(26, floor * 0.8)}
        rx={1.5}
        className="fill-elevation-door"
      />
      {title !== null && (
        <Board x={WIDTH / 2} y={Math.max(22, top - (pitched ? 46 : 22))} text={title} large />
      )}
      {sign !== null && <Board x={WIDTH / 2} y={GROUND + 21} text={sign} />}
    </g>
  );
}

interface WindowsProps {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly floor: number;
  readonly floors: number;
  readonly columns: number;
  readonly shop: boolean;
}

function Windows({ left, top, width, floor, floors, columns, shop }: WindowsProps) {
  const step = width / columns;
  const panes = Array.from({ length: floors * columns }, (_, i) => {
    const row = Math.floor(i / columns);
    const ground = row === floors - 1;
    const wide = shop && ground;
    const paneWidth = step * (wide ? 0.84 : 0.5);
    const x = left + (i % columns) * step + (step - paneWidth) / 2;
    const y = top + row * floor + floor * (wide ? 0.3 : 0.24);
    return { key: i, x, y, width: paneWidth, height: floor * (wide ? 0.66 : 0.5) };
  });
  return (
    <g className="fill-elevation-glass">
      {panes.map(({ key, ...pane }) => (
        <rect key={key} {...pane} rx={0.8} />
      ))}
    </g>
  );
}

const CHAR_PX = { large: 7.4, small: 5.6 };
const BOARD_CHARS_MAX = { large: 40, small: 60 };

function Board({
  x,
  y,
  text,
  large,
}: {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly large?: boolean;
}) {
  const kind = large ? "large" : "small";
  const shown = text.length > BOARD_CHARS_MAX[kind] ? `${text.slice(0, BOARD_CHARS_MAX[kind] - 1)}…` : text;
  const width = shown.length * CHAR_PX[kind] + 18;
  const height = large ? 24 : 18;
  return (
    <g>
      <rect
        x={x - width / 2}
        y={y - height / 2}
        width={width}
        height={height}
        rx={5}
        className="fill-surface stroke-edge"
      />
      <text
        x={x}
        y={y}
        textAnchor="middle"
        dominantBaseline="central"
        fontSize={large ? 13 : 10}
        fontWeight={large ? 600 : 400}
        className="fill-ink"
      >
        {shown}
      </text>
    </g>
  );
}
