import { afterAll, beforeAll, expect, test } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { expectProblem, rawExchange } from "#tests/util/http-client.ts";
import { Draws } from "#tests/util/seed.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent, type TestAgent } from "#tests/util/test-world.ts";

let web: TestWeb;
let agents: TestAgent[];
beforeAll(async () => {
  web = await startTestWeb();
  // Each has a rate of its own: here the shape of requests is tested, not their number.
  agents = await Promise.all(Array.from({ length: 30 }, (_, i) => addAgent(web.pool, `Agent ${i}`)));
});
afterAll(() => web.stop());

let turn = 0;
const key = () => agents[turn++ % agents.length]?.key ?? "";

/** Sends a body to the actions; returns the code of the problem, or the status when it is none. */
async function post(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(`${web.url}/api/v1/me/actions`, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${key()}`, "content-type": "application/json", ...headers },
  });
  const text = await response.text();
  return response.ok
    ? String(response.status)
    : expectProblem(response.status, response.headers.get("content-type"), text);
}

const say = (text: string) => `{"action":"say","parameters":{"text":${text}},"idempotency_key":"k"}`;

const BODIES: readonly (readonly [name: string, body: string, code: string])[] = [
  ["nothing", "", "bad_request"],
  ["half an object", '{"action":"say"', "bad_request"],
  ["two objects", "{}{}", "bad_request"],
  ["a comment", '{"action":"look" /* x */}', "bad_request"],
  ["NaN", '{"action":"look","confidence":NaN,"idempotency_key":"k"}', "bad_request"],
  ["null", "null", "invalid_body"],
  ["a list", "[]", "invalid_body"],
  ["a text", '"look"', "invalid_body"],
  ["no key", '{"action":"look"}', "missing_idempotency_key"],
  ["a number for a key", '{"action":"look","idempotency_key":7}', "invalid_body"],
  ["an empty key", '{"action":"look","idempotency_key":""}', "invalid_body"],
  ["a long key", `{"action":"look","idempotency_key":"${"k".repeat(201)}"}`, "invalid_body"],
  ["a number for an action", '{"action":7,"idempotency_key":"k"}', "invalid_body"],
  ["an unknown action", '{"action":"fly","idempotency_key":"k"}', "invalid_body"],
  ["an action from inside", '{"action":"arrive","parameters":{},"idempotency_key":"k"}', "invalid_body"],
  ["a name of Object", '{"action":"constructor","idempotency_key":"k"}', "invalid_body"],
  ["an unknown field", '{"action":"look","idempotency_key":"k","tick":1}', "invalid_body"],
  ["a list for parameters", '{"action":"look","parameters":[],"idempotency_key":"k"}', "invalid_body"],
  ["too sure", '{"action":"look","confidence":1.5,"idempotency_key":"k"}', "invalid_body"],
  ["a huge number", '{"action":"look","confidence":1e999,"idempotency_key":"k"}', "invalid_body"],
  ["too long a speech", say(`"${"x".repeat(LIMITS.speechCharsMax + 1)}"`), "invalid_body"],
  ["NUL", say('"a\\u0000b"'), "bad_request"],
  ["a bare control character", say('"a\u0001b"'), "bad_request"],
  ["a lone surrogate", say('"\\ud83d"'), "bad_request"],
  ["a surrogate pair the wrong way round", say('"\\udd0a\\ud83d"'), "bad_request"],
  ["NUL in a name", '{"action":"look","parameters":{"\\u0000":1},"idempotency_key":"k"}', "bad_request"],
  ["NUL in the key", '{"action":"look","idempotency_key":"\\u0000"}', "bad_request"],
  ["__proto__", '{"action":"look","__proto__":{"admin":true},"idempotency_key":"k"}', "bad_request"],
  [
    "__proto__ in parameters",
    '{"action":"look","parameters":{"__proto__":{}},"idempotency_key":"k"}',
    "bad_request",
  ],
  ["a name twice", '{"action":"look","action":"rest","idempotency_key":"k"}', "bad_request"],
  [
    "deep nesting",
    `{"action":"look","parameters":${'{"a":'.repeat(9_000)}1${"}".repeat(9_000)}}`,
    "bad_request",
  ],
  [
    "an id of another kind",
    '{"action":"move_to","parameters":{"building":"agt_1000001"},"idempotency_key":"k"}',
    "invalid_body",
  ],
  [
    "two targets",
    '{"action":"move_to","parameters":{"building":"bld_1000001","point":{"x":1,"z":1}},"idempotency_key":"k"}',
    "invalid_body",
  ],
  [
    "negative money",
    '{"action":"pay","parameters":{"to":"agt_1000001","amount_cents":-5},"idempotency_key":"k"}',
    "invalid_body",
  ],
  [
    "a fraction of money",
    '{"action":"pay","parameters":{"to":"agt_1000001","amount_cents":0.5},"idempotency_key":"k"}',
    "invalid_body",
  ],
  ["a body too large", say(`"${"x".repeat(LIMITS.requestBodyBytesMax)}"`), "too_large"],
];

test.each(BODIES)("[HT-1] [HT-2] [HT-3] %s is refused with a clear problem", async (_name, body, code) => {
  expect(await post(body)).toBe(code);
});

test("[HT-2] other encodings and types of body are refused", async () => {
  const look = '{"action":"look","idempotency_key":"k"}';
  for (const type of [
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "*/*",
    "json",
  ]) {
    expect(await post(look, { "content-type": type }), type).toBe("unsupported_media_type");
  }
  expect(await post(Buffer.from(look, "utf16le"))).toBe("bad_request");
  expect(await post(Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]))).toBe("bad_request");
  expect(await post(look, { "content-type": "application/json; charset=utf-16" })).toMatch(
    /^(202|unsupported_media_type)$/,
  );
  expect(await post(look, { "idempotency-key": "not-k" })).toBe("bad_request");
});

test("[HT-2] odd ids, paths and queries get a 4xx of the list", async () => {
  const paths = [
    "/api/v1/me/actions/act_1",
    "/api/v1/me/actions/act_zzzzzzzzzz",
    "/api/v1/me/actions/%00",
    "/api/v1/me/actions/%ff%fe",
    `/api/v1/me/actions/${"a".repeat(2_000)}`,
    "/api/v1/me/actions/..%2f..%2f",
    "/api/v1/me/observation?after=-1",
    "/api/v1/me/observation?after=1e9",
    "/api/v1/me/observation?after=99999999999",
    "/api/v1/me/observation?after=1&after=2",
    "/api/v1/me/observation?wait=26",
    "/api/v1/me/observation?wait=%00",
    "/api/v1/feed?before=1-2",
    "/api/v1/feed?__proto__=1&limit=x",
    "/api/v1/%",
    "/api/v1/me/%zz",
  ];
  for (const path of paths) {
    const response = await fetch(web.url + path, { headers: { authorization: `Bearer ${key()}` } });
    expect(response.status, path).toBeGreaterThanOrEqual(400);
    expect(response.status, path).toBeLessThan(500);
    expectProblem(response.status, response.headers.get("content-type"), await response.text());
  }
});

test("[HT-2] what is hardly HTTP is refused or dropped, and nobody else notices", async () => {
  const post = (headers: string, body = "") =>
    `POST /api/v1/me/actions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key()}\r\n${headers}\r\n${body}`;
  const json = "content-type: application/json\r\n";
  const exchanges: readonly (readonly [name: string, bytes: string | Uint8Array, status: RegExp])[] = [
    ["noise", Buffer.from([0, 1, 2, 3, 255, 254, 13, 10, 13, 10]), /^HTTP\/1.1 400/],
    ["TLS", Buffer.from("16030100c8010000c40303", "hex"), /^HTTP\/1.1 400/],
    ["no host", "GET /api/v1/health HTTP/1.1\r\n\r\n", /^HTTP\/1.1 400/],
    ["an unknown method", "FETCH /api/v1/health HTTP/1.1\r\nhost: x\r\n\r\n", /^HTTP\/1.1 400/],
    ["a bad header name", "GET /api/v1/health HTTP/1.1\r\nhost: x\r\nb@d name: 1\r\n\r\n", /^HTTP\/1.1 400/],
    ["NUL in a header", "GET /api/v1/health HTTP/1.1\r\nhost: x\r\na: \0\r\n\r\n", /^HTTP\/1.1 400/],
    [
      "endless headers",
      `GET /api/v1/health HTTP/1.1\r\nhost: x\r\na: ${"x".repeat(20_000)}\r\n\r\n`,
      /^HTTP\/1.1 431/,
    ],
    ["an endless address", `GET /api/v1/${"x".repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, /^HTTP\/1.1 431/],
    ["a negative length", post(`${json}content-length: -5\r\n`), /^HTTP\/1.1 400/],
    ["two lengths", post(`${json}content-length: 5\r\ncontent-length: 6\r\n`, "{}"), /^HTTP\/1.1 400/],
    [
      "length and chunks",
      post(`${json}content-length: 5\r\ntransfer-encoding: chunked\r\n`, "0\r\n\r\n"),
      /^HTTP\/1.1 400/,
    ],
    [
      "bad chunks",
      post(`${json}transfer-encoding: chunked\r\n`, "zz\r\n{}\r\n0\r\n\r\n"),
      /^(HTTP\/1.1 400|$)/,
    ],
    ["an unknown transfer encoding", post(`${json}transfer-encoding: gzip\r\n`, "{}"), /^HTTP\/1.1 400/],
    ["a body cut short", post(`${json}content-length: 50\r\n`, '{"action"'), /^(HTTP\/1.1 4\d\d|$)/],
    [
      "chunks cut short",
      post(`${json}transfer-encoding: chunked\r\n`, '5\r\n{"act\r\n'),
      /^(HTTP\/1.1 4\d\d|$)/,
    ],
    [
      "chunks beyond the limit",
      post(`${json}transfer-encoding: chunked\r\n`, `20000\r\n${"x".repeat(0x20000)}\r\n0\r\n\r\n`),
      /^HTTP\/1.1 413/,
    ],
    [
      "a second request hidden in a body",
      `GET /api/v1/health HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nGET /api/v1/me HTTP/1.1\r\nhost: x\r\n\r\n`,
      /HTTP\/1.1 400/,
    ],
    ["an old protocol", "GET /api/v1/me\r\n\r\n", /^HTTP\/1.1 40[01]/],
    [
      "an absolute address",
      "GET http://evil.example/api/v1/me HTTP/1.1\r\nhost: x\r\n\r\n",
      /^HTTP\/1.1 (200|4\d\d)/,
    ],
    ["a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\n\r\n", /^$/],
    ["an expectation", post(`${json}expect: 200-maybe\r\ncontent-length: 2\r\n`, "{}"), /^HTTP\/1.1 400/],
    [
      "two keys",
      `GET /api/v1/me HTTP/1.1\r\nhost: x\r\nauthorization: Bearer a\r\nauthorization: Bearer ${key()}\r\n\r\n`,
      /^HTTP\/1.1 (400|401|200)/,
    ],
  ];
  for (const [name, bytes, status] of exchanges) {
    const reply = await rawExchange(web.port, bytes);
    expect(reply, name).toMatch(status);
    if (/^HTTP\/1.1 4/.test(reply)) {
      const [head = "", body = ""] = reply.split("\r\n\r\n");
      expectProblem(
        Number(head.slice(9, 12)),
        /content-type: (.*)/i.exec(head)?.[1] ?? null,
        body.slice(0, body.lastIndexOf("}") + 1),
      );
    }
    expect((await fetch(`${web.url}/api/v1/health`)).status, `after ${name}`).toBe(200);
  }
});

test("[HT-2] 2,000 mangled actions: never a 5xx, always a problem of the list", async () => {
  const draws = new Draws(20_261_122);
  const seeds = BODIES.map(([, body]) => body).filter((body) => body.length < 500);
  const parts = [
    '"',
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\\",
    "\\u0000",
    "\\ud800",
    "é",
    "\0",
    "1e9",
    "null",
    "say",
    "__proto__",
  ];
  const bodies = Array.from({ length: 2_000 }, () => {
    let body = draws.pick(seeds);
    for (let cuts = draws.below(4); cuts >= 0; cuts--) {
      const at = draws.below(body.length + 1);
      body = body.slice(0, at) + draws.pick(parts) + body.slice(at + draws.below(4));
    }
    return body;
  });
  const codes = new Set<string>();
  const callers = Array.from({ length: 8 }, async () => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) codes.add(await post(body));
  });
  await Promise.all(callers);
  expect(
    [...codes].filter((code) => /^5|internal|unavailable/.test(code)),
    `seed ${draws.seed}`,
  ).toEqual([]);
}, 60_000);
