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
  readonly drawCalls: number;
  readonly triangles: number;
  /** Id of what a click at this point would select, or null. */
  pick(x: number, y: number): string | null;
  /** Where an agent or building is on the screen, or null when it is not in view. */
  project(id: string): { readonly x: number; readonly y: number } | null;
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
