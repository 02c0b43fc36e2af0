import type { Page } from "playwright-core";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One drawn frame of the city's canvas, without the panels over it. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel, the top row first. */
  readonly rgba: Buffer;
  /** Where everybody in the open was drawn, by id; those out of the picture or behind a building are left out. */
  readonly agents: ReadonlyMap<string, Point>;
}

/** The next frame's pixels, and where agents are in this very frame. */
export async function grabFrame(page: Page): Promise<Frame> {
  const { width, height, text, agents } = await page.evaluate(async () => {
    // Asked for between two frames, so it goes on after the scene's own callback and before the picture is handed on.
    await new Promise(requestAnimationFrame);
    const canvas = document.querySelector("canvas");
    const handle = window.__borough;
    const copy = document.createElement("canvas").getContext("2d");
    if (!canvas || !handle || !copy) throw new Error("there is no canvas");
    const { clientWidth: width, clientHeight: height } = canvas;
    copy.canvas.width = width;
    copy.canvas.height = height;
    copy.drawImage(canvas, 0, 0, width, height);
    const agents = handle.agents().flatMap((id): [string, Point][] => {
      const at = handle.project(id);
      return at && handle.pick(at.x, at.y) === id ? [[id, at]] : [];
    });
    const { data } = copy.getImageData(0, 0, width, height);
    let text = "";
    for (let i = 0; i < data.length; i += 8_192) text += String.fromCharCode(...data.subarray(i, i + 8_192));
    return { width, height, text: btoa(text), agents };
  });
  return { width, height, rgba: Buffer.from(text, "base64"), agents: new Map(agents) };
}

/** Mean brightness of a frame, 0 to 255. */
export function brightness({ rgba }: Frame): number {
  let sum = 0;
  for (let i = 0; i < rgba.length; i += 4) {
    sum += 0.2126 * (rgba[i] ?? 0) + 0.7152 * (rgba[i + 1] ?? 0) + 0.0722 * (rgba[i + 2] ?? 0);
  }
  return (sum * 4) / rgba.length;
}

/** By how much the pixels within `radius` of a place differ between two frames: mean of the colours, 0 to 255. */
export function changeAt(before: Frame, after: Frame, at: Point, radius: number): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.round(at.y) - radius; y <= Math.round(at.y) + radius; y++) {
    for (let x = Math.round(at.x) - radius; x <= Math.round(at.x) + radius; x++) {
      if (x < 0 || y < 0 || x >= before.width || y >= before.height) continue;
      for (let channel = 0; channel < 3; channel++) {
        const i = (y * before.width + x) * 4 + channel;
        sum += Math.abs((before.rgba[i] ?? 0) - (after.rgba[i] ?? 0));
        count++;
      }
    }
  }
  return count > 0 ? sum / count : 0;
}

/** Distance in pixels from a place to the nearest agent of a frame. */
export function nearestAgent(frame: Frame, at: Point): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const agent of frame.agents.values())
    nearest = Math.min(nearest, Math.hypot(agent.x - at.x, agent.y - at.y));
  return nearest;
}
