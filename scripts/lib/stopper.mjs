/** npm passes a terminal's Ctrl-C on as a second signal: what comes this soon is the same key press. */
const SAME_PRESS_MS = 1000;

/** Thrown by whatever is interrupted because a person asked the city to stop. */
export class Stopped extends Error {
  constructor() {
    super("stopped");
    this.name = "Stopped";
  }
}

/**
 * Listens for Ctrl-C and its like. The first one aborts `signal`; a later one calls `onForce`.
 * `fail` aborts it too, with the error that makes the city stop. `requested` settles when either has happened.
 */
export function createStopper({ onStop, onForce }) {
  const controller = new AbortController();
  let firstMs = 0;
  const requested = new Promise((resolve) =>
    controller.signal.addEventListener("abort", resolve, { once: true }),
  );
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(name, () => {
      if (firstMs !== 0) {
        if (performance.now() - firstMs > SAME_PRESS_MS) onForce();
        return;
      }
      firstMs = performance.now();
      onStop();
      controller.abort(new Stopped());
    });
  }
  return { signal: controller.signal, requested, fail: (error) => controller.abort(error) };
}
