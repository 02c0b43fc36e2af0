// Sees, walks to a building in sight, says hello and prints what became of it. Needs CITY_URL and AGENT_KEY.
import { env } from "node:process";

const { CITY_URL, AGENT_KEY } = env;
const headers = { authorization: `Bearer ${AGENT_KEY}`, "content-type": "application/json" };

async function city(path, body) {
  const method = body ? "POST" : "GET";
  for (;;) {
    const reply = await fetch(`${CITY_URL}/api/v1/${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    if (reply.ok) return reply.json();
    const retryAfterS = reply.headers.get("retry-after"); // not in the city yet, or too fast
    if (retryAfterS === null) throw new Error(await reply.text());
    await new Promise((resolve) => setTimeout(resolve, retryAfterS * 1000));
  }
}

function act(action, parameters) {
  return city("me/actions", { action, parameters, idempotency_key: crypto.randomUUID() });
}

let seen = await city("me/observation?wait=25");
await act("move_to", { building: seen.observation.environment.buildings.at(-1).id });
await act("say", { text: "Hello from my Node!" });
do seen = await city(`me/observation?after=${seen.tick}&wait=25`);
while (seen.results.length === 0);
for (const { tick, action, status, message } of seen.results) console.log(tick, action, status, message);
