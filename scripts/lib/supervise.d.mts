export type Running = {
  readonly pid: number;
  readonly exited: Promise<string>;
  stop(graceMs: number): Promise<void>;
  kill(): void;
  tail?(): string[];
  refusal?(): string | null;
};

export type Supervised = {
  begin(): Promise<void>;
  stop(graceMs: number): Promise<void>;
  kill(): void;
};

export function supervise(part: {
  name: string;
  start: () => Promise<Running>;
  log: (line: string) => void;
  onPid?: (pid: number | null) => void;
  onGiveUp: (failure: Error) => void;
}): Supervised;
