import { expect, it, vi } from "vitest";
import { supervise } from "./supervise.mjs";

type Part = {
  pid: number;
  exited: Promise<string>;
  stop: () => Promise<void>;
  kill: () => void;
  die: (how: string) => void;
};

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let settle: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: (value) => settle(value) };
}

function fakePart(pid: number): Part {
  const { promise, resolve } = deferred<string>();
  return {
    pid,
    exited: promise,
    stop: async () => resolve("stopped"),
    kill: () => resolve("killed"),
    die: resolve,
  };
}

it("starts a part again after it died, tells its new id, and stops for good when asked", async () => {
  vi.useFakeTimers();
  const parts: Part[] = [];
  const pids: (number | null)[] = [];
  const start = async () => {
    const part = fakePart(parts.length + 1);
    parts.push(part);
    return part;
  };
  const unit = supervise({
    name: "part",
    start,
    log: () => {},
    onPid: (pid) => pids.push(pid),
    onGiveUp: () => {},
  });
  await unit.begin();
  parts[0]?.die("exit 1");
  await vi.advanceTimersByTimeAsync(500);
  expect(pids).toEqual([1, null, 2]);
  await unit.stop(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(parts).toHaveLength(2);
  vi.useRealTimers();
});

it("gives up, naming the part and the cause, when starting it again keeps failing", async () => {
  vi.useFakeTimers();
  const first = fakePart(1);
  let starts = 0;
  const start = async () => {
    if (starts++ === 0) return first;
    throw new Error("no room");
  };
  const { promise, resolve } = deferred<Error>();
  const unit = supervise({ name: "worker", start, log: () => {}, onGiveUp: resolve });
  await unit.begin();
  first.die("exit 1");
  await vi.advanceTimersByTimeAsync(60_000);
  expect((await promise).message).toMatch(/The worker died 5 times .*no room/);
  expect(starts).toBe(5);
  vi.useRealTimers();
});

it("does not start a part again that says why a person has to act first", async () => {
  const first = fakePart(1);
  let starts = 0;
  const { promise, resolve } = deferred<Error>();
  const unit = supervise({
    name: "worker",
    start: async () => {
      starts++;
      return { ...first, refusal: () => "District 1 is of another version: start that one." };
    },
    log: () => {},
    onGiveUp: resolve,
  });
  await unit.begin();
  first.die("exit 78");
  expect((await promise).message).toBe("District 1 is of another version: start that one.");
  expect(starts).toBe(1);
});
