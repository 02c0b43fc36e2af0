import type { Vec3 } from "./camera/camera-math.ts";

/** Labels shown at a time at most: elements are kept and used again. */
const LABELS_MAX = 40;

export interface Label {
  readonly key: string;
  readonly text: string;
  readonly kind: "speech" | "name" | "place";
  readonly point: Vec3;
}

/** Small texts that follow places in the city: names, speech, the selection. */
export class Labels {
  readonly #root: HTMLElement;
  readonly #shown = new Map<string, HTMLElement>();
  readonly #spare: HTMLElement[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** Shows exactly these labels; `project` gives pixels, or null for what is not in view. */
  show(labels: readonly Label[], project: (point: Vec3) => readonly [number, number] | null): void {
    const left = new Set(this.#shown.keys());
    let used = 0;
    for (const label of labels) {
      const at = used < LABELS_MAX ? project(label.point) : null;
      if (!at) continue;
      used++;
      left.delete(label.key);
      const element = this.#shown.get(label.key) ?? this.#take(label);
      if (element.textContent !== label.text) element.textContent = label.text;
      element.style.transform = `translate(${at[0].toFixed(1)}px, ${at[1].toFixed(1)}px) translate(-50%, -100%)`;
    }
    for (const key of left) this.#drop(key);
  }

  dispose(): void {
    this.#root.replaceChildren();
    this.#shown.clear();
  }

  #take(label: Label): HTMLElement {
    const element = this.#spare.pop() ?? document.createElement("div");
    element.className = `city-label city-label-${label.kind}`;
    this.#root.append(element);
    this.#shown.set(label.key, element);
    return element;
  }

  #drop(key: string): void {
    const element = this.#shown.get(key);
    if (!element) return;
    element.remove();
    this.#shown.delete(key);
    this.#spare.push(element);
  }
}
