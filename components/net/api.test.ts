import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "./api.ts";

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

  it("[PG-16] say offline when nobody answers, or somebody who does not speak our language", async () => {
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("failed")));
    expect(await api.get("/account")).toMatchObject({ ok: false, code: "offline" });
    answer(200, "<html>a login page of a hotel</html>");
    expect(await api.get("/account")).toMatchObject({ ok: false, code: "offline" });
    answer(502, '"bad gateway"');
    expect(await api.get("/account")).toMatchObject({ ok: false, code: "unavailable" });
  });
});
