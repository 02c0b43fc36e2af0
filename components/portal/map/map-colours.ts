"use client";

import { useEffect, useState } from "react";
import type { AreaKind } from "#city/plan/types.ts";
import type { ParcelPaint } from "./map-parcel.ts";

/** Colours of a map; a canvas knows nothing of the page's own tokens. */
export interface MapColours {
  readonly land: string;
  readonly areas: { readonly [K in AreaKind]: string };
  readonly street: string;
  readonly streetEdge: string;
  readonly building: string;
  readonly lot: string;
  readonly text: string;
  readonly halo: string;
  readonly selected: string;
  readonly paints: { readonly [P in ParcelPaint]: string };
}

const LIGHT: MapColours = {
  land: "#ece7dc",
  areas: { water: "#b9d3de", park: "#cfdcbb", square: "#e4dccb", quay: "#dcd5c6" },
  street: "#fbf9f4",
  streetEdge: "#d8d0bf",
  building: "#cdc4b3",
  lot: "#e2dbcc",
  text: "#3c4650",
  halo: "#f6f3ec",
  selected: "#12232e",
  paints: {
    free: "#dcd4c3",
    civic: "#7fa3b8",
    mine: "#0f766e",
    owned: "#8d8ba8",
    "for-sale": "#c2542f",
    "to-let": "#b8862b",
    pending: "#3d7bd9",
    choice: "#6fae9f",
  },
};

const DARK: MapColours = {
  land: "#1b2127",
  areas: { water: "#16303d", park: "#22332a", square: "#262a2e", quay: "#23282d" },
  street: "#343c44",
  streetEdge: "#12171c",
  building: "#3d464f",
  lot: "#232a31",
  text: "#c9d1d8",
  halo: "#12171c",
  selected: "#ffffff",
  paints: {
    free: "#333b43",
    civic: "#44697f",
    mine: "#35c2a8",
    owned: "#6f6d93",
    "for-sale": "#ec7f56",
    "to-let": "#dfb04e",
    pending: "#6ba5f5",
    choice: "#2f7d6c",
  },
};

/** The colours of the theme in force. */
export function mapColours(): MapColours {
  const chosen = document.documentElement.dataset.theme;
  const dark =
    chosen === "dark" || (chosen !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  return dark ? DARK : LIGHT;
}

/** Calls back when the theme changes. */
export function onTheme(listener: () => void): () => void {
  const watcher = new MutationObserver(listener);
  watcher.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const media = window.matchMedia("(prefers-color-scheme: dark)");
  media.addEventListener("change", listener);
  return () => {
    watcher.disconnect();
    media.removeEventListener("change", listener);
  };
}

/** The colours of the theme in force, for what is drawn beside a map; null until the page runs. */
export function useMapColours(): MapColours | null {
  const [colours, setColours] = useState<MapColours | null>(null);
  useEffect(() => {
    setColours(mapColours());
    return onTheme(() => setColours(mapColours()));
  }, []);
  return colours;
}
