import { useCity } from "#components/stores/city-store.ts";
import { agentId, buildingId, numberOf } from "./city-map.ts";
import type { CityWorld } from "./city-world.ts";

/**
 * The page's handle for tests, `window.__borough`: read-only facts about what is drawn, in CSS pixels of the canvas.
 * Nothing of the page depends on it.
 */
export interface TestHandle {
  /** The plan is loaded whole and at least one frame was drawn since. */
  readonly ready: boolean;
  readonly frames: number;
  /** Newest tick heard of, or -1. */
  readonly tick: number;
  readonly simMs: number;
  /** Bodies in the open that are known now. */
  readonly agentsDrawn: number;
  /** Ids of those that are in the open at this very moment. */
  agents(): readonly string[];
  /** Ids of the buildings that somebody owns, as far as the neighborhoods followed tell. */
  owned(): readonly string[];
  /** The packed look that somebody in the open is drawn with, or null. */
  lookOf(id: string): number | null;
  /** Ids of the buildings whose pictures are drawn, and of those that look like what they are dressed as. */
  pictures(): readonly string[];
  fronts(): readonly string[];
  readonly drawCalls: number;
  readonly triangles: number;
  /** Id of what a click at this point would select, or null. */
  pick(x: number, y: number): string | null;
  /** Where an agent or building is on the screen, or null when it is not in view. */
  project(id: string): { readonly x: number; readonly y: number } | null;
}

/** The handle of a world; `on` knows the screen. */
export function testHandleOf(world: CityWorld, on: Pick<TestHandle, "pick" | "project">): TestHandle {
  return {
    ...on,
    get ready() {
      return useCity.getState().phase.kind === "ready" && world.frames > 1;
    },
    get frames() {
      return world.frames;
    },
    get tick() {
      return world.stream.newestTick;
    },
    get simMs() {
      return world.simMs;
    },
    get agentsDrawn() {
      return world.tracks.slots.size;
    },
    get drawCalls() {
      return world.drawCalls;
    },
    get triangles() {
      return world.triangles;
    },
    agents: () =>
      [...world.tracks.agents()].filter((agent) => world.tracks.pose(agent, world.simMs)).map(agentId),
    owned: () =>
      [...(world.map?.plans.values() ?? [])].flatMap(({ index, buildingBase }) =>
        world.deeds
          .of(index)
          .filter(({ owner, building }) => owner >= 0 && building >= 0)
          .map(({ building }) => buildingId(buildingBase + building)),
      ),
    lookOf: (id) => world.agents.lookDrawn(numberOf("agt", id) ?? -1),
    pictures: () => world.houses.drawn().pictures.map(buildingId),
    fronts: () => world.houses.drawn().fronts.map(buildingId),
  };
}

declare global {
  interface Window {
    __borough?: TestHandle;
  }
}

export function exposeTestHandle(handle: TestHandle): () => void {
  window.__borough = Object.freeze(handle);
  return () => {
    delete window.__borough;
  };
}
