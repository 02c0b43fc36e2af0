/**
 * Quantised geometry as it travels from the worker to the main thread. Positions are integers of `unitM` metres around
 * an origin; three's matrix of the mesh scales them back.
 */
export interface SolidData {
  readonly unitM: number;
  readonly originXM: number;
  readonly originZM: number;
  /** Metres, for the bounding box. */
  readonly heightM: number;
  readonly radiusM: number;
  /** x, y, z, unused. */
  readonly position: Int16Array;
  /** x, y, z times 127, and the SURFACE. */
  readonly normal: Int8Array;
  /** Bays along the wall and floors above ground, times 256. */
  readonly facade: Uint16Array;
  /** r, g, b (sRGB) and the building's seed. */
  readonly colour: Uint8Array;
  /** Window style, use profile (who lights lamps when), storeys, height in units of 4 m. */
  readonly meta: Uint8Array;
  readonly index: Uint32Array;
}

export interface GroundData {
  readonly unitM: number;
  readonly originXM: number;
  readonly originZM: number;
  readonly radiusM: number;
  /** x, z. */
  readonly position: Int16Array;
  /** Meaning depends on the kind: metres times 20 across and along a street, or the plane coordinates of a patch. */
  readonly detail: Int16Array;
  /** GROUND kind, street class, tint, seed. */
  readonly kind: Uint8Array;
  readonly index: Uint32Array;
}

/** What a triangle of a solid is made of. */
export const SURFACE = { plain: 0, facade: 1, roof: 2, leaf: 3, beacon: 4, metal: 5 } as const;
export type Surface = (typeof SURFACE)[keyof typeof SURFACE];

/** How windows look; read by the facade shader. */
export const WINDOWS = { punched: 0, ribbon: 1, tall: 2, curtain: 3, shed: 4, cottage: 5 } as const;
export type WindowStyle = (typeof WINDOWS)[keyof typeof WINDOWS];

/** Who lights the lamps behind the windows. */
export const PROFILE = { home: 0, office: 1, shop: 2, work: 3 } as const;
export type Profile = (typeof PROFILE)[keyof typeof PROFILE];

/** Patches of ground in the order they are painted: a later kind lies over an earlier one. */
export const GROUND = {
  lot: 0,
  park: 1,
  square: 2,
  quay: 3,
  water: 4,
  pavement: 5,
  road: 6,
  junction: 7,
  path: 8,
  contact: 9,
} as const;
export type GroundKind = (typeof GROUND)[keyof typeof GROUND];

/** Steps of `detail` in a metre. */
export const DETAIL_PER_M = 20;
