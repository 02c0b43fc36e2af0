import { coloursOf, type Look, mixColours as mix } from "./look.ts";

/** One filled outline of a drawing: SVG path data in a box of PORTRAIT_SIZE, and its colour 0xRRGGBB. */
export interface Shape {
  readonly path: string;
  readonly colour: number;
}

export const PORTRAIT_SIZE = 96;

const EYE = 0x2a2320;
const GLASS = 0x33383f;
const GOLD = 0xd8b45a;

/** Head and shoulders of a look, back to front. */
export function portraitShapes(look: Look): readonly Shape[] {
  const { skin, hair, top } = coloursOf(look);
  const wide = look.build * 2;
  return [
    { path: "M0 0H96V96H0Z", colour: mix(top, 0xf4f1ea, 80) },
    ...hairBehind(look.hair, hair),
    ...shoulders(look.top, top, wide),
    { path: `M40 56H56V70C56 75 40 75 40 70Z`, colour: mix(skin, 0x000000, 14) },
    ...collar(look.top, top, skin),
    { path: ellipse(31, 43, 3, 5), colour: skin },
    { path: ellipse(65, 43, 3, 5), colour: skin },
    { path: ellipse(48, 42, 17, 20), colour: skin },
    { path: ellipse(41, 43, 2, 2), colour: EYE },
    { path: ellipse(55, 43, 2, 2), colour: EYE },
    { path: "M47 45H49L51 51H46Z", colour: mix(skin, 0x000000, 12) },
    { path: "M42 55C45 59 51 59 54 55C51 57 45 57 42 55Z", colour: mix(skin, 0x5a1010, 45) },
    ...hairBefore(look.hair, hair),
    ...extras(look),
  ];
}

/** The portrait as an SVG document: attributes only, no styles and no scripts. */
export function portraitSvg(look: Look, title: string): string {
  const paths = portraitShapes(look).map(({ path, colour }) => `<path d="${path}" fill="${hex(colour)}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PORTRAIT_SIZE} ${PORTRAIT_SIZE}" role="img"><title>${escapeXml(title)}</title>${paths.join("")}</svg>`;
}

/** "#rrggbb" of 0xRRGGBB. */
export function hex(colour: number): string {
  return `#${colour.toString(16).padStart(6, "0")}`;
}

function ellipse(x: number, y: number, rx: number, ry: number): string {
  return `M${x - rx} ${y}A${rx} ${ry} 0 1 0 ${x + rx} ${y}A${rx} ${ry} 0 1 0 ${x - rx} ${y}Z`;
}

const CAP = "M30 40C28 15 68 15 66 40C64 31 58 28 48 28C38 28 32 31 30 40Z";

function hairBehind(style: number, colour: number): readonly Shape[] {
  if (style === 3) return [{ path: "M27 40C24 12 72 12 69 40L71 72C62 78 34 78 25 72Z", colour }];
  if (style === 6) return [{ path: "M27 40C25 14 71 14 69 40L69 55C60 60 36 60 27 55Z", colour }];
  return style === 5 ? [{ path: ellipse(48, 15, 8, 8), colour }] : [];
}

function hairBefore(style: number, colour: number): readonly Shape[] {
  const shape = (path: string) => [{ path, colour }];
  switch (style) {
    case 0:
      return [];
    case 2:
      return shape("M30 42C26 16 72 12 67 41C65 33 60 30 53 30C45 30 38 28 36 25C35 31 31 35 30 42Z");
    case 4:
      return [29, 36, 44, 52, 60, 67].map((x, i) => ({
        path: ellipse(x, i === 0 || i === 5 ? 34 : 25, 8, 8),
        colour,
      }));
    case 6:
      return shape("M30 39C29 16 67 16 66 39C58 34 38 34 30 39Z");
    case 7:
      return shape("M40 29C38 8 58 8 56 29C52 25 44 25 40 29Z");
    default:
      return shape(CAP);
  }
}

function shoulders(style: number, colour: number, wide: number): readonly Shape[] {
  const left = 14 - wide;
  const right = 82 + wide;
  const trunk = { path: `M${left} 96C${left} 76 34 70 48 70C62 70 ${right} 76 ${right} 96Z`, colour };
  const dark = mix(colour, 0x000000, 22);
  if (style === 3) return [{ path: ellipse(48, 72, 21, 9), colour: dark }, trunk];
  if (style === 4)
    return [trunk, { path: `M${left} 96C${left} 78 32 71 40 70L46 96Z`, colour: dark }, mirror(dark, right)];
  if (style === 5) {
    const stripe = (y: number) => ({
      path: `M${left + 3} ${y}H${right - 3}V${y + 4}H${left + 3}Z`,
      colour: dark,
    });
    return [trunk, stripe(82), stripe(90)];
  }
  return [trunk];
}

function mirror(colour: number, right: number): Shape {
  return { path: `M${right} 96C${right} 78 64 71 56 70L50 96Z`, colour };
}

function collar(style: number, colour: number, skin: number): readonly Shape[] {
  const light = mix(colour, 0xffffff, 35);
  if (style === 1) return [{ path: "M39 70H57L48 84Z", colour: skin }];
  if (style === 2)
    return [
      { path: "M39 69L48 80L38 82Z", colour: light },
      { path: "M57 69L48 80L58 82Z", colour: light },
    ];
  return style === 0 ? [{ path: "M38 71C42 77 54 77 58 71C55 79 41 79 38 71Z", colour: light }] : [];
}

function extras(look: Look): readonly Shape[] {
  const { skin, hair, hat, scarf } = coloursOf(look);
  switch (look.extra) {
    case 1:
      return [
        { path: ellipse(41, 43, 6, 6), colour: GLASS },
        { path: ellipse(41, 43, 4, 4), colour: mix(skin, 0xffffff, 45) },
        { path: ellipse(55, 43, 6, 6), colour: GLASS },
        { path: ellipse(55, 43, 4, 4), colour: mix(skin, 0xffffff, 45) },
        { path: "M46 42H50V44H46Z", colour: GLASS },
        { path: ellipse(41, 43, 2, 2), colour: EYE },
        { path: ellipse(55, 43, 2, 2), colour: EYE },
      ];
    case 2:
      return [{ path: "M31 46C32 68 64 68 65 46C62 54 57 52 48 52C39 52 34 54 31 46Z", colour: hair }];
    case 3:
      return [
        { path: "M31 30C31 10 65 10 65 30Z", colour: hat },
        { path: "M22 29H74V34H22Z", colour: mix(hat, 0x000000, 15) },
      ];
    case 4:
      return [
        { path: "M33 66C38 73 58 73 63 66V76C56 82 40 82 33 76Z", colour: scarf },
        { path: "M54 76H64L62 94H54Z", colour: mix(scarf, 0x000000, 12) },
      ];
    case 5:
      return [
        { path: ellipse(30, 51, 2, 3), colour: GOLD },
        { path: ellipse(66, 51, 2, 3), colour: GOLD },
      ];
    default:
      return [];
  }
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
