import { Failure, messageOf } from "./failure.mjs";
import { elapsed } from "./log.mjs";
import { sleep } from "./processes.mjs";

const LIMIT_MS = 120_000;
const HEARTBEAT_MS = 10_000;
const POLL_MS = 200;
const REQUEST_LIMIT_MS = 5000;

/** Waits until the city says that it is well. Throws a Failure after two minutes, or when `signal` is aborted. */
export async function untilHealthy({ host, port, log, signal }) {
  const address = host === "0.0.0.0" || host === "localhost" ? "127.0.0.1" : host.replace(/^::1?$/, "[::1]");
  const url = `http://${address}:${port}/api/v1/health`;
  const startMs = performance.now();
  let nextWordMs = startMs + HEARTBEAT_MS;
  for (;;) {
    const problem = await ask(url);
    signal.throwIfAborted();
    if (problem === null) return;
    if (performance.now() - startMs > LIMIT_MS) {
      throw new Failure(
        `The city did not become ready within ${LIMIT_MS / 1000} s (${problem}).`,
        "The lines above say what each part was doing; run npm start again, it goes on from here.",
      );
    }
    if (performance.now() > nextWordMs) {
      nextWordMs += HEARTBEAT_MS;
      log(`waiting for the city: ${elapsed(startMs)} so far (${problem})`);
    }
    await sleep(POLL_MS, signal);
  }
}

/** Null if all is well, else a few words on what is not. */
async function ask(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_LIMIT_MS) });
    if (response.status === 200) return null;
    return `health is ${response.status}`;
  } catch (error) {
    return messageOf(error.cause ?? error);
  }
}
