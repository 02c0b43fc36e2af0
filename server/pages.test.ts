import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createPageHandler, pagePolicy } from "./pages.ts";

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Serves pages that only say what policy reached them. */
async function serve(siteUrl: string): Promise<string> {
  const seen = (request: { headers: Record<string, unknown> }) =>
    JSON.stringify([
      request.headers["content-security-policy"],
      request.headers["content-security-policy-report-only"] ?? null,
    ]);
  const server = createServer(
    createPageHandler({ siteUrl, handle: (request, response) => response.end(seen(request)) }),
  );
  closers.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/`;
}

describe("page headers", () => {
  it("[PG-1] tell browser and renderer one policy with a nonce of this request, whatever the caller sent", async () => {
    const url = await serve("http://localhost:3000");
    const forged = {
      "content-security-policy": "script-src 'nonce-forged'",
      "content-security-policy-report-only": "x",
    };
    const replies = await Promise.all([fetch(url, { headers: forged }), fetch(url, { headers: forged })]);
    const policies = replies.map((reply) => reply.headers.get("content-security-policy"));
    expect(await Promise.all(replies.map((reply) => reply.json()))).toEqual(
      policies.map((policy) => [policy, null]),
    );
    expect(new Set(policies).size).toBe(2);
    for (const policy of policies) expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'/);
  });

  it("[PG-2] allow no inline script or style, no eval, no frame, no plugin and no foreign origin", () => {
    const policy = pagePolicy("n");
    expect(policy).not.toMatch(/unsafe-|\*|https?:/);
    for (const closed of [
      "frame-ancestors 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ]) {
      expect(policy).toContain(closed);
    }
  });

  it("[PG-3] keep browsers on https where the city is opened by it, and only there", async () => {
    const over = async (siteUrl: string) =>
      (await fetch(await serve(siteUrl))).headers.get("strict-transport-security");
    expect(await over("https://city.example.org")).toMatch(/max-age=31536000/);
    expect(await over("http://localhost:3000")).toBeNull();
  });
});
