import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { PRIVATE_MODE, readOwnJson, writeWhole } from "./files.mjs";
import { choosePort } from "./ports.mjs";

const WEBSOCKET_PORT = 9001;
const REMEDY = "Delete it: it is made anew, and people have to sign in again.";

/** The secret that signs sessions: made once, or everybody would be signed out by a restart. */
export function sessionSecret(dataDir) {
  const file = join(dataDir, "session-secret.json");
  const kept = readOwnJson(file, ({ secret }) => typeof secret === "string" && secret.length >= 32, REMEDY);
  if (kept !== null) return kept.secret;
  const secret = newSecret();
  writeWhole(file, `${JSON.stringify({ secret })}\n`, PRIVATE_MODE);
  return secret;
}

/**
 * Ports and passwords of the embedded broker. Kept, so that whoever is connected finds it again after a restart; the port
 * for websockets is the usual one where it is free. `mqttPort` and `mqttWsPort` overrule both.
 */
export async function brokerCredentials(dataDir, { mqttPort, mqttWsPort }) {
  const file = join(dataDir, "broker.json");
  const kept = readOwnJson(
    file,
    ({ workerPassword, webPassword }) =>
      [workerPassword, webPassword].every((text) => typeof text === "string"),
    "Delete it: it is made anew.",
  );
  const { workerPassword, webPassword } = kept ?? { workerPassword: newSecret(), webPassword: newSecret() };
  const port = mqttPort ?? (await choosePort(kept?.port));
  const wsPort = mqttWsPort ?? (await chooseWebsocketPort(port));
  const credentials = { port, workerPassword, webPassword };
  writeWhole(file, `${JSON.stringify(credentials)}\n`, PRIVATE_MODE);
  return { ...credentials, wsPort };
}

/** Both are chosen before anything listens, so that they could be chosen alike. */
async function chooseWebsocketPort(brokerPort) {
  const port = await choosePort(brokerPort === WEBSOCKET_PORT ? undefined : WEBSOCKET_PORT);
  return port === brokerPort ? choosePort() : port;
}

function newSecret() {
  return randomBytes(32).toString("base64url");
}
