import type { Running } from "./supervise.d.mts";

export function startChild(options: {
  readonly root: string;
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: Record<string, string | undefined>;
  readonly log: (line: string) => void;
}): Required<Running>;
