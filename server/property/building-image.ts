import { createHash } from "node:crypto";
import sharp from "sharp";
import { LIMITS } from "#city/limits.ts";
import { err, ok, type Result } from "#city/result.ts";

/** A picture as it is kept: webp, upright, without metadata. */
export interface KeptImage {
  readonly bytes: Uint8Array;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  readonly width: number;
  readonly height: number;
}

export type ImageFault = "not_an_image" | "too_many_pixels" | "busy";

type Format = "png" | "jpeg" | "webp";
const QUALITY = 82;

// Nothing else is ever decoded, whatever a file says of itself: the loaders of all other formats are switched off.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadPngBuffer", "VipsForeignLoadJpegBuffer", "VipsForeignLoadWebpBuffer"],
});
sharp.cache(false);

/** Makes what somebody sent into a picture that is safe to show: decodes it, and encodes the pixels anew. */
export type ImageMaker = (bytes: Uint8Array) => Promise<Result<KeptImage, ImageFault>>;

/** One at a time, a few may wait: decoding takes memory and a core. */
export function createImageMaker(): ImageMaker {
  let waiting = 0;
  let line: Promise<unknown> = Promise.resolve();
  return (bytes) => {
    if (waiting >= LIMITS.imagesWaitingMax)
      return Promise.resolve(err("busy", "too many pictures wait to be decoded"));
    waiting += 1;
    const mine = line
      .then(() => makeImage(bytes))
      .finally(() => {
        waiting -= 1;
      });
    line = mine.catch(() => {});
    return mine;
  };
}

async function makeImage(bytes: Uint8Array): Promise<Result<KeptImage, ImageFault>> {
  const format = formatOf(bytes);
  if (format === null) return err("not_an_image", "neither PNG, JPEG nor WebP, or damaged");
  // The limit also stands in the decoder: a header may say less than follows.
  const source = {
    limitInputPixels: LIMITS.imagePixelsMax,
    failOn: "error",
    pages: 1,
    autoOrient: true,
  } as const;
  try {
    const head = await sharp(bytes, { ...source, limitInputPixels: false }).metadata();
    if (head.format !== format) return err("not_an_image", "neither PNG, JPEG nor WebP, or damaged");
    const { width, height } = head;
    if (width * height > LIMITS.imagePixelsMax || Math.max(width, height) > LIMITS.imageSideMax)
      return err("too_many_pixels", `${width} x ${height} pixels`);
    const side = LIMITS.imageKeptSidePx;
    const { data, info } = await sharp(bytes, source)
      .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .timeout({ seconds: LIMITS.imageSecondsMax })
      .toBuffer({ resolveWithObject: true });
    const hash = createHash("sha256").update(data).digest("hex");
    return ok({ bytes: data, hash, width: info.width, height: info.height });
  } catch {
    // Whatever the decoder has against it, it is not a picture to us.
    return err("not_an_image", "neither PNG, JPEG nor WebP, or damaged");
  }
}

/** What the first bytes say it is. */
function formatOf(bytes: Uint8Array): Format | null {
  const begins = (text: string, from = 0) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1", from, from + text.length) ===
    text;
  if (begins("\x89PNG\r\n\x1a\n")) return "png";
  if (begins("\xff\xd8\xff")) return "jpeg";
  return begins("RIFF") && begins("WEBP", 8) ? "webp" : null;
}
