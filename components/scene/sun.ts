/** Light of the city at one time of day. Colours are linear RGB. */
export interface Daylight {
  /** Unit vector to the sun, below the horizon by night. */
  readonly sun: Triple;
  /** Unit vector to what casts light: the sun, or by night a high moon. */
  readonly key: Triple;
  readonly keyColour: Triple;
  readonly horizon: Triple;
  readonly zenith: Triple;
  readonly ambientUp: Triple;
  readonly ambientDown: Triple;
  /** 0 by day, 1 by night. */
  readonly night: number;
  /** Share of lit windows of homes, offices, shops and works. */
  readonly lamps: readonly [number, number, number, number];
}

type Triple = readonly [number, number, number];

const HOUR_MS = 3_600_000;

interface Key {
  /** Sine of the sun's height. */
  readonly height: number;
  readonly horizon: Triple;
  readonly zenith: Triple;
  readonly colour: Triple;
}

const KEYS: readonly [Key, ...Key[]] = [
  { height: -0.4, horizon: [0.018, 0.026, 0.06], zenith: [0.004, 0.007, 0.022], colour: [0.1, 0.13, 0.22] },
  { height: -0.16, horizon: [0.05, 0.055, 0.12], zenith: [0.009, 0.018, 0.06], colour: [0.09, 0.11, 0.2] },
  { height: -0.03, horizon: [0.5, 0.26, 0.2], zenith: [0.045, 0.08, 0.22], colour: [0.35, 0.16, 0.09] },
  { height: 0.1, horizon: [0.86, 0.56, 0.36], zenith: [0.11, 0.24, 0.52], colour: [2.3, 1.2, 0.56] },
  { height: 0.32, horizon: [0.68, 0.74, 0.8], zenith: [0.11, 0.29, 0.62], colour: [2.9, 2.3, 1.65] },
  { height: 1, horizon: [0.66, 0.79, 0.9], zenith: [0.1, 0.29, 0.64], colour: [3.0, 2.75, 2.35] },
];

/** Daylight for a time of day in simulated ms (any number; the day repeats). */
export function daylightAt(dayMs: number): Daylight {
  const hour = (((dayMs / HOUR_MS) % 24) + 24) % 24;
  const turn = ((hour - 13) / 24) * Math.PI * 2;
  const height = Math.cos(turn) * 0.82 + 0.1;
  const sun = unit([-Math.sin(turn) * -0.9, height, 0.42]);
  const [low, high, k] = between(sun[1]);
  const night = 1 - step01((sun[1] + 0.09) / 0.2);
  const horizon = mix(low.horizon, high.horizon, k);
  const zenith = mix(low.zenith, high.zenith, k);
  const day = 1 - night;
  return {
    sun,
    key: sun[1] > -0.02 ? unit([sun[0], Math.max(sun[1], 0.12), sun[2]]) : unit([-0.4, 0.8, 0.35]),
    keyColour: mix(low.colour, high.colour, k),
    horizon,
    zenith,
    // Skylight is less blue than the sky: streets throw the sun's own light about.
    ambientUp: add(scale(mix(zenith, horizon, 0.62), 0.95), [
      0.012 + 0.16 * day,
      0.014 + 0.13 * day,
      0.028 + 0.09 * day,
    ]),
    ambientDown: add(scale(horizon, 0.26), [0.06 * day, 0.05 * day, 0.035 * day]),
    night,
    lamps: lampsAt(hour),
  };
}

/** People go to bed late, offices empty in the evening, shops close at ten, works never sleep. */
function lampsAt(hour: number): readonly [number, number, number, number] {
  const late = hour < 12 ? hour + 24 : hour;
  const home = hour > 5 && hour < 9 ? 0.3 : late < 23 ? 0.46 : Math.max(0.05, 0.46 - (late - 23) * 0.14);
  const office = late < 19 || hour > 6 ? 0.4 : 0;
  return [
    home,
    Math.max(office * (late > 19 ? Math.max(0.15, 1 - (late - 19) / 5) : 1), 0.1),
    late < 23 ? 0.9 : 0.34,
    0.3,
  ];
}

function between(height: number): readonly [Key, Key, number] {
  for (let i = 1; i < KEYS.length; i++) {
    const low = KEYS[i - 1] ?? KEYS[0];
    const high = KEYS[i] ?? KEYS[0];
    if (height <= high.height || i === KEYS.length - 1) {
      return [low, high, step01((height - low.height) / (high.height - low.height))];
    }
  }
  return [KEYS[0], KEYS[0], 0];
}

function step01(value: number): number {
  return Math.max(0, Math.min(1, value));
}

function mix(a: Triple, b: Triple, k: number): Triple {
  return [a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k, a[2] + (b[2] - a[2]) * k];
}

function scale(a: Triple, k: number): Triple {
  return [a[0] * k, a[1] * k, a[2] * k];
}

function add(a: Triple, b: Triple): Triple {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function unit(a: Triple): Triple {
  const length = Math.hypot(a[0], a[1], a[2]);
  return [a[0] / length, a[1] / length, a[2] / length];
}
