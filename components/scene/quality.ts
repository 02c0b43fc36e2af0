/** What a level of quality buys. */
export interface Quality {
  readonly name: "low" | "medium" | "high";
  readonly antialias: boolean;
  readonly pixelRatioMax: number;
  readonly trees: boolean;
  /** How far from the eye neighborhoods are built in full, and how many at most. */
  readonly detailM: number;
  readonly detailMax: number;
  readonly personM: number;
  readonly carM: number;
  /** Side of the shadow map in texels; 0 draws none. */
  readonly shadowTexels: number;
}

export const QUALITIES: Readonly<Record<Quality["name"], Quality>> = {
  low: {
    name: "low",
    antialias: false,
    pixelRatioMax: 1,
    trees: false,
    detailM: 420,
    detailMax: 6,
    personM: 70,
    carM: 90,
    shadowTexels: 0,
  },
  medium: {
    name: "medium",
    antialias: true,
    pixelRatioMax: 1.25,
    trees: true,
    detailM: 850,
    detailMax: 22,
    personM: 190,
    carM: 260,
    shadowTexels: 1024,
  },
  high: {
    name: "high",
    antialias: true,
    pixelRatioMax: 2,
    trees: true,
    detailM: 1_200,
    detailMax: 34,
    personM: 320,
    carM: 420,
    shadowTexels: 2048,
  },
};

export interface Device {
  readonly cores: number;
  readonly touch: boolean;
  /** Name of the graphics card as the browser tells it. */
  readonly renderer: string;
}

/** The level asked for in the address, else what the device is good for. */
export function chooseQuality(asked: string | null, device: Device): Quality {
  if (asked === "low" || asked === "medium" || asked === "high") return QUALITIES[asked];
  if (/swiftshader|llvmpipe|software|basic render/i.test(device.renderer)) return QUALITIES.low;
  return device.touch || device.cores < 6 ? QUALITIES.medium : QUALITIES.high;
}
