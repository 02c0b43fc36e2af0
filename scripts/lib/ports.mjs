import { createServer } from "node:net";

const LOOPBACK = "127.0.0.1";

/** Why nothing can listen there (an error code such as EADDRINUSE), or null if it can. */
export function portProblem(port, host = LOOPBACK) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

/** The port used before if it is still free, else any free one on the loopback interface. */
export async function choosePort(before) {
  if (before !== undefined && (await portProblem(before)) === null) return before;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, LOOPBACK, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
