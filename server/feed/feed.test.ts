import { afterAll, beforeAll, expect, test } from "vitest";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { FeedPage } from "#city/protocol/feed-page.ts";
import { addFeedTick } from "#tests/util/feed-rows.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";

const ADA = 16_777_300;
const HOSTILE = `"</title><script>alert(1)</script>]]> & \u0007 <b>'bold'</b>`;

let web: TestWeb;

beforeAll(async () => {
  web = await startTestWeb();
  // Across the seam of two ring slots.
  await web.pool.query("UPDATE district SET tick = $1", [LIMITS.ringSlotTicks - 4]);
  await web.pool.query(
    "INSERT INTO clock_epoch (world_id, epoch, tick, wall_ms, speed, reason) VALUES ($1, 1, 0, 1000000, 60, 'genesis')",
    [MAIN_WORLD],
  );
  for (let i = 0; i < 8; i++) {
    await addFeedTick(web.pool, 1, [
      { text: `ada ${i}`, agent: ADA },
      { text: `sale ${i}`, kind: "property", parcel: 40 + (i % 2), agent: ADA },
    ]);
    await addFeedTick(web.pool, 0, [{ text: `hall ${i}`, kind: "city" }]);
  }
});
afterAll(() => web.stop());

async function page(query: string): Promise<FeedPage> {
  const reply = await fetch(`${web.url}/api/v1/feed?${query}`);
  expect(reply.status).toBe(200);
  return (await reply.json()) as FeedPage;
}

/** All lines of a query, read in pages of 3. */
async function all(query: string): Promise<string[]> {
  const texts: string[] = [];
  for (let before = ""; ; ) {
    const { entries, next } = await page(`${query}&limit=3${before}`);
    texts.push(...entries.map(({ text }) => text));
    if (next === null) return texts;
    before = `&before=${next}`;
  }
}

test("[FD-1] every filter finds its lines, newest first, each once over all pages", async () => {
  const [agent, parcel] = [formatId("agt", MAIN_WORLD, ADA), formatId("prc", MAIN_WORLD, 41)];
  const down = [7, 6, 5, 4, 3, 2, 1, 0];
  expect(await all("")).toHaveLength(24);
  expect(new Set(await all("")).size).toBe(24);
  expect(await all(`district=${formatId("dst", MAIN_WORLD, 0)}`)).toEqual(down.map((i) => `hall ${i}`));
  expect(await all(`agent=${agent}&kind=speech`)).toEqual(down.map((i) => `ada ${i}`));
  expect(await all(`parcel=${parcel}`)).toEqual([7, 5, 3, 1].map((i) => `sale ${i}`));
  expect(await all(`parcel=${parcel}&district=dst_1000000`)).toEqual([]);
  const { entries } = await page("limit=1");
  // A tick is a second at this speed.
  expect(entries[0]?.at).toBe(new Date(1_000_000 + (entries[0]?.tick ?? 0) * 1_000).toISOString());
});

test.each([
  "kind=gossip",
  "agent=agt_x",
  "parcel=bld_1000000",
  "district=1",
  "before=x",
  "agent=agt_1000001&agent=agt_1000002",
])("[FD-1] %s is refused in words", async (query) => {
  const reply = await fetch(`${web.url}/api/v1/feed?${query}`);
  expect(reply.status).toBe(400);
  expect(await reply.json()).toMatchObject({ code: "bad_request" });
});

test("[FD-3] RSS and JSON Feed hold the filtered lines, and hostile text stays text", async () => {
  await addFeedTick(web.pool, 1, [{ text: HOSTILE, kind: "work" }]);
  const rss = await fetch(`${web.url}/feed.rss?kind=work`);
  expect(rss.headers.get("content-type")).toContain("application/rss+xml");
  const xml = await rss.text();
  expect(xml.match(/<item>/g)).toHaveLength(1);
  expect(xml).not.toContain("<script");
  expect(xml).not.toContain("\u0007");
  expect(xml).toContain("&lt;script&gt;");
  const json = await fetch(`${web.url}/feed.json?kind=work`);
  const feed = (await json.json()) as { items: { title: string; content_html: string; url: string }[] };
  expect(feed.items).toHaveLength(1);
  expect(feed.items[0]?.content_html).not.toContain("<script");
  expect(feed.items[0]?.url).toMatch(/\/feed\?at=\d+-1-1$/);
});

test("[FD-3] an unchanged document is answered 304, by its tag or its time, and a new line makes it new", async () => {
  const first = await fetch(`${web.url}/feed.rss`);
  const tag = first.headers.get("etag") ?? "";
  const time = first.headers.get("last-modified") ?? "";
  const ask = (headers: Record<string, string>) => fetch(`${web.url}/feed.rss`, { headers });
  expect((await ask({ "if-none-match": tag })).status).toBe(304);
  expect((await ask({ "if-modified-since": time })).status).toBe(304);
  await addFeedTick(web.pool, 1, [{ text: "new" }]);
  expect((await ask({ "if-none-match": tag })).status).toBe(200);
  expect((await ask({ "if-modified-since": time })).status).toBe(200);
});

test("[FD-1] a filter reads its own index and not the whole feed", async () => {
  for (const [column, index] of [
    ["agent", "feed_[0-7]_world_id_agent"],
    ["parcel", "feed_[0-7]_world_id_parcel"],
    ["kind", "feed_[0-7]_world_id_kind"],
  ] as const) {
    const client = await web.pool.connect();
    try {
      await client.query(
        "BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off",
      );
      const value = column === "kind" ? "'speech'" : "5";
      const { rows } = await client.query<{ "QUERY PLAN": string }>(
        `EXPLAIN SELECT entry FROM tick.feed WHERE slot = 1 AND world_id = 1 AND tick >= 0
         AND (tick, district, seq) < (9, 9, 9) AND ${column} = ${value} ORDER BY tick DESC, district DESC, seq DESC LIMIT 5`,
      );
      expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toMatch(new RegExp(index));
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  }
});
