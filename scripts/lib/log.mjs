const NAME_WIDTH = 9;

// A reader that went away (a closed pipe) must not stop a city.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

/** A log of whole lines, each under the name of who speaks. */
export function createLog(name) {
  return (text) => {
    process.stdout.write(`${name.padEnd(NAME_WIDTH)} ${text}\n`);
  };
}

/** Seconds since `startMs` of performance.now(), for people. */
export function elapsed(startMs) {
  return `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
}
