import { LOOK_PARTS, type Look, type LookPart, type Tone } from "./look.ts";

/** A block of the figure that stands on the wizard's stage and walks in the city. Lengths are mm: x aside, y up, z ahead. */
export interface FigureBlock {
  readonly tone: Tone | "dark";
  readonly limb: Limb;
  readonly middle: readonly [x: number, y: number, z: number];
  readonly size: readonly [x: number, y: number, z: number];
  /** Width and depth of the upper end, per cent of the lower. */
  readonly taper?: readonly [x: number, z: number];
  /** There with these choices of a part of the look only. */
  readonly worn?: { readonly part: LookPart; readonly choices: readonly number[] };
}

/** What swings when somebody walks; the head and what is on it keep still like the trunk. */
export const LIMBS = ["trunk", "leftLeg", "rightLeg", "leftArm", "rightArm"] as const;
export type Limb = (typeof LIMBS)[number];

/** Height at which a limb hangs, mm. */
export function pivotOf(limb: Limb): number {
  return limb === "trunk" ? 0 : limb.endsWith("Leg") ? 860 : 1_380;
}

/** Height of the figure as it is described here, mm; a look scales it. */
export const FIGURE_HEIGHT_MM = 1_750;

const sides = (limb: "Leg" | "Arm", block: Omit<FigureBlock, "limb">): readonly FigureBlock[] => {
  const [x, y, z] = block.middle;
  return [
    { ...block, limb: `left${limb}`, middle: [-x, y, z] },
    { ...block, limb: `right${limb}`, middle: [x, y, z] },
  ];
};

const still = (
  tone: FigureBlock["tone"],
  middle: FigureBlock["middle"],
  size: FigureBlock["size"],
  more: Pick<FigureBlock, "taper" | "worn"> = {},
): FigureBlock => ({ tone, limb: "trunk", middle, size, ...more });

const hair = (...choices: number[]) => ({ worn: { part: "hair", choices } }) as const;
const extra = (choice: number) => ({ worn: { part: "extra", choices: [choice] } }) as const;

export const FIGURE: readonly FigureBlock[] = [
  still("top", [0, 1_120, 0], [400, 600, 240], { taper: [112, 100] }),
  still("skin", [0, 1_620, 10], [190, 260, 210], { taper: [90, 90] }),
  ...sides("Leg", { tone: "legs", middle: [100, 430, 0], size: [140, 860, 170], taper: [125, 120] }),
  ...sides("Arm", { tone: "top", middle: [270, 1_190, 0], size: [104, 440, 130], taper: [115, 110] }),
  ...sides("Arm", { tone: "skin", middle: [270, 890, 0], size: [88, 160, 110] }),
  still("dark", [-45, 1_640, 112], [28, 28, 10]),
  still("dark", [45, 1_640, 112], [28, 28, 10]),
  still("hair", [0, 1_735, -6], [200, 84, 222], { taper: [88, 88], ...hair(1, 2, 3, 5, 6) }),
  still("hair", [0, 1_738, -4], [250, 130, 258], { taper: [84, 84], ...hair(4) }),
  still("hair", [0, 1_590, -110], [206, 300, 52], hair(3, 6)),
  still("hair", [0, 1_815, -30], [112, 100, 112], { taper: [80, 80], ...hair(5) }),
  still("hair", [0, 1_775, -4], [56, 110, 200], hair(7)),
  still("dark", [0, 1_645, 116], [176, 44, 10], extra(1)),
  still("hair", [0, 1_530, 92], [176, 116, 48], extra(2)),
  still("hat", [0, 1_752, 0], [330, 22, 340], extra(3)),
  still("hat", [0, 1_822, 0], [216, 130, 226], { taper: [88, 88], ...extra(3) }),
  still("scarf", [0, 1_446, 0], [270, 84, 272], extra(4)),
  still("top", [0, 1_440, -120], [250, 130, 90], { worn: { part: "top", choices: [3] } }),
];

/** Whether somebody of this look has the block. */
export function isWorn({ worn }: FigureBlock, look: Look): boolean {
  return worn === undefined || worn.choices.includes(look[worn.part]);
}

/** The same for a shader: number of the part in LOOK_PARTS (-1: always there), and a bit for each choice. */
export function wornBits({ worn }: FigureBlock): readonly [part: number, choices: number] {
  if (worn === undefined) return [-1, 0];
  return [LOOK_PARTS.indexOf(worn.part), worn.choices.reduce((bits, choice) => bits | (1 << choice), 0)];
}
