import { Failure, messageOf } from "./failure.mjs";
import { sleep } from "./processes.mjs";
import { MAX_CRASHES, restartDelayMs } from "./restart-policy.mjs";

/**
 * Keeps one part of the city running. `start` starts it and returns { pid, exited, stop, kill }; when it dies
 * it is started again after a growing wait, until it has died too often: then `onGiveUp` gets a Failure.
 * `onPid` hears the id of each new process, and null when it is gone.
 */
export function supervise({ name, start, log, onPid = () => {}, onGiveUp }) {
  const stopping = new AbortController();
  const crashesMs = [];
  let running = null;

  async function startOnce() {
    running = await start();
    onPid(running.pid);
  }

  async function watch() {
    while (!stopping.signal.aborted) {
      const how = await running.exited;
      onPid(null);
      if (stopping.signal.aborted || !(await recover(how))) return;
    }
  }

  /** Starts it again, as often as the policy allows. Returns whether it runs. */
  async function recover(how) {
    const refusal = running.refusal?.() ?? null;
    if (refusal !== null) {
      onGiveUp(new Failure(refusal, "The city stops; nothing it acknowledged is lost."));
      return false;
    }
    for (let cause = how; ; ) {
      crashesMs.push(performance.now());
      const delayMs = restartDelayMs(crashesMs);
      if (delayMs === null) {
        onGiveUp(gaveUp(name, cause, running.tail?.() ?? []));
        return false;
      }
      log(`died (${cause}); starting it again in ${delayMs / 1000} s`);
      await sleep(delayMs, stopping.signal);
      if (stopping.signal.aborted) return false;
      try {
        await startOnce();
        return true;
      } catch (error) {
        cause = messageOf(error);
      }
    }
  }

  let watched = Promise.resolve();
  return {
    /** Starts it for the first time; a failure of that is the caller's. */
    begin: async () => {
      await startOnce();
      watched = watch();
    },
    stop: async (graceMs) => {
      stopping.abort();
      if (running !== null) log("stopping");
      const before = running;
      await before?.stop(graceMs);
      await watched;
      // It may have been on its way up again just then.
      if (running !== before) await running.stop(graceMs);
    },
    kill: () => {
      stopping.abort();
      running?.kill();
    },
  };
}

function gaveUp(name, cause, tail) {
  return new Failure(
    `The ${name} died ${MAX_CRASHES} times within a minute (${cause}), so the city stops.`,
    "Its last lines are above; put right what they complain about, then run npm start again.",
    tail,
  );
}
