import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "./api.ts";
import { inspect } from "./inspect.ts";

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: string, headers: Record<string, string> = {}): void {
  vi.stubGlobal("fetch", async () => new Response(status === 204 ? null : body, { status, headers }));
}

describe("requests of pages", () => {
  it("[PG-16] give the value of a success, also of one without a body", async () => {
    answer(200, '{"name":"Ada"}');
    expect(await api.get("/account")).toEqual({ ok: true, value: { name: "Ada" } });
    answer(204, "");
    expect(await api.patch("/account", { name: "Ada" })).toEqual({ ok: true, value: null });
  });

  it("[PG-16] give the city's refusal with its code, its fields and when to come back", async () => {
    const errors = [{ pointer: "/email", detail: "No address." }];
    answer(429, JSON.stringify({ code: "rate_limited", detail: "Wait.", errors, requestId: "req_1" }), {
      "retry-after": "7",
    });
    expect(await api.post("/account/reset", {})).toEqual({
      ok: false,
      code: "rate_limited",
      message: "Wait.",
      errors,
      retryAfterS: 7,
      requestId: "req_1",
    });
  });

  it("[PG-18] name the page's language, so that mail they lead to is in it", async () => {
    const sent: RequestInit[] = [];
    vi.stubGlobal("document", { documentElement: { lang: "de" } });
    vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
      sent.push(init);
      return new Response("{}");
    });
    await api.post("/account/reset", {});
    await api.get("/account");
    expect(sent.map(({ headers }) => headers)).toEqual([
      { "accept-language": "de", "content-type": "application/json" },
      { "accept-language": "de" },
    ]);
  });

  it("[PG-16] say offline when nobody answers, or somebody who does not speak our language", async () => {
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("failed")));
    expect(await api.get("/account")).toMatchObject({ ok: false, code: "offline" });
    answer(200, "<html>a login page of a hotel</html>");
    expect(await api.get("/account")).toMatchObject({ ok: false, code: "offline" });
    answer(502, '"bad gateway"');
    expect(await api.get("/account")).toMatchObject({ ok: false, code: "unavailable" });
  });

  it("[PG-16] say offline when the answer breaks off half-way, and leave no failure behind", async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"entries":');
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const realFetch = globalThis.fetch;
    const abort = new AbortController();
    vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
      const response = await realFetch(`http://127.0.0.1:${port}${path}`, init);
      // The headers are here, and the body never ends.
      setImmediate(() => abort.abort(new DOMException("signal timed out", "TimeoutError")));
      return response;
    });
    try {
      expect(await inspect("agt_1", abort.signal)).toMatchObject({ ok: false, code: "no_answer" });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
