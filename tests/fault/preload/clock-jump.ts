import { readFileSync, watchFile } from "node:fs";

// Loaded before a process of the city: the wall clock is off by as many ms as the file says, as when someone sets it.

const file = process.env.CLOCK_JUMP_FILE ?? "";
const realNow = Date.now;
let offMs = read();
watchFile(file, { interval: 50, persistent: false }, () => {
  offMs = read();
});

globalThis.Date = new Proxy(Date, {
  construct: (target, args) => Reflect.construct(target, args.length === 0 ? [realNow() + offMs] : args),
});
Date.now = () => realNow() + offMs;
// What a process counts from was read when it started, and stays as it was when someone sets the clock later.
Object.defineProperty(performance, "timeOrigin", { value: performance.timeOrigin + offMs });

function read(): number {
  return Number(readFileSync(file, "utf8"));
}
