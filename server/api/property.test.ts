import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatId, MAIN_WORLD, parseId } from "#city/ids.ts";
import { ARREARS_DAYS_MAX } from "#city/world/estate.ts";
import { PLANS } from "#server/plans/plans.ts";
import { addPerson, asPerson, type TestPerson } from "#tests/util/people.ts";
import { storeTestPlan } from "#tests/util/test-plan.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent, type TestAgent } from "#tests/util/test-world.ts";

let web: TestWeb;
let ada: TestPerson;
let bob: TestPerson;
let agent: TestAgent;
beforeAll(async () => {
  web = await startTestWeb();
  await storeTestPlan(web);
  ada = await addPerson(web, { name: "Ada" });
  bob = await addPerson(web, { name: "Bob" });
  agent = await addAgent(web.pool, "Ada's agent");
  await web.pool.query("UPDATE agent SET user_id = $1 WHERE number = $2", [ada.userId, agent.number]);
});
afterAll(() => web.stop());

const prc = (parcel: number) => formatId("prc", MAIN_WORLD, parcel);
let keys = 0;
const order = (kind: string, more: object = {}) => ({
  order: kind,
  idempotency_key: `key-${++keys}`,
  ...more,
});

/** A deed as a tick would have written it. */
async function deed(parcel: number, owner: number | null, more: Readonly<Record<string, unknown>> = {}) {
  const fields = { world_id: MAIN_WORLD, parcel, district: 1, owner, since_tick: 5, tick: 5, ...more };
  const names = Object.keys(fields);
  const tick = `(SELECT coalesce(max(tick), 5) + 1 FROM deed)`;
  await web.pool.query(
    `INSERT INTO deed (${names.join(", ")}) VALUES (${names.map((name, i) => (name === "tick" ? `coalesce($${i + 1} * 0, 0) + ${tick}` : `$${i + 1}`)).join(", ")})
     ON CONFLICT (world_id, parcel) DO UPDATE SET ${names.map((name) => `${name} = EXCLUDED.${name}`).join(", ")}`,
    Object.values(fields),
  );
}

/** Asks until the answer has caught up with the table. */
async function until<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (let i = 0; i < 200; i++) {
    const answer = await ask();
    if (fits(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("the answer never fitted");
}

describe("the registry", () => {
  test("[PR-1] lists every parcel of the plan once, page after page, and counts them by state", async () => {
    const stranger = asPerson(web, null);
    const seen: string[] = [];
    let next: string | null = null;
    let first: { counts: Record<string, number> } | null = null;
    do {
      const reply: Response = await stranger(
        "GET",
        `/parcels?limit=100${next === null ? "" : `&before=${next}`}`,
      );
      expect(reply.status).toBe(200);
      const page = await reply.json();
      first ??= page;
      seen.push(...page.parcels.map(({ id }: { id: string }) => id));
      next = page.next;
    } while (next !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(first?.counts.all);
  });

  test("[PR-1] finds by state, owner, box, use and words, in the order asked for", async () => {
    await deed(3, ada.userId, { price_cents: 4_000, title: "Ada's corner", sign: "Open" });
    await deed(4, agent.number, { let_cents: 50, let_days: 3 });
    const mine = await until(
      async () => (await asPerson(web, ada.cookie)("GET", "/parcels?state=mine&sort=newest")).json(),
      (page) => page.parcels.length === 2,
    );
    expect(mine.parcels.map(({ mine: own }: { mine: boolean }) => own)).toEqual([true, true]);
    const asBob = asPerson(web, bob.cookie);
    const ids = async (query: string) =>
      (await (await asBob("GET", `/parcels?${query}`)).json()).parcels.map(({ id }: { id: string }) => id);
    expect(await ids("state=for-sale")).toEqual([prc(3)]);
    expect(await ids("state=to-let")).toEqual([prc(4)]);
    expect(await ids("state=mine")).toEqual([]);
    expect(await ids(`owner=${agent.id}`)).toEqual([prc(4)]);
    expect(await ids("text=ada's%20CORNER")).toEqual([prc(3)]);
    const one = await (await asBob("GET", `/parcels/${prc(3)}`)).json();
    const box = [one.x - 0.5, one.z - 0.5, one.x + 0.5, one.z + 0.5].join(",");
    expect(await ids(`bbox=${box}`)).toEqual([prc(3)]);
    const { parcels } = await (await asBob("GET", "/parcels?sort=price&limit=50")).json();
    const prices = parcels.map(({ price_cents }: { price_cents: number }) => price_cents);
    expect(prices).toEqual([...prices].sort((a: number, b: number) => a - b));
    for (const bad of [
      "state=none",
      "sort=odd",
      "bbox=1,2,3",
      "owner=x",
      "before=zz",
      "limit=0",
      "district=1",
    ])
      expect((await asBob("GET", `/parcels?${bad}`)).status).toBe(400);
  });

  test("[PR-10] the city's own buildings have a state, a filter and a count of their own, and no price", async () => {
    const stranger = asPerson(web, null);
    const page = async (query: string) => (await stranger("GET", `/parcels?${query}`)).json();
    const { parcels, counts } = await page("state=civic&limit=100");
    const hall = parcels.find(({ use }: { use: string }) => use === "town-hall");
    expect(parcels.length).toBe(counts.civic);
    expect(counts.unowned + counts.civic + counts.owned).toBe(counts.all);
    expect(hall).toMatchObject({ state: "civic", price_cents: null, owner: null });
    expect((await page("state=unowned&use=town-hall")).parcels).toEqual([]);
    const id = parseId("prc", hall.id);
    const number = id.ok ? id.value.index : -1;
    const shown = async () => {
      const { parcels: states } = await (await stranger("GET", "/parcels/states")).json();
      return states.find(([parcel]: [number]) => parcel === number)?.[1];
    };
    expect(await shown()).toBe("civic");
    await deed(number, ada.userId);
    expect(await until(shown, (state) => state !== "civic")).toBe("owned");
    expect((await page("state=civic&use=town-hall")).parcels).toEqual([]);
    await deed(number, null);
    await until(shown, (state) => state === "civic");
  });

  test("[PR-2] an offer shows to the owner and the bidder, the balance to the owner alone", async () => {
    await deed(3, ada.userId, {
      price_cents: 4_000,
      offer_by: bob.userId,
      offer_cents: 900,
      offer_until_tick: 99,
      balance_cents: 77,
    });
    const carol = await addPerson(web, { name: "Carol" });
    const see = async (cookie: string | null) =>
      until(
        async () => (await asPerson(web, cookie)("GET", `/parcels/${prc(3)}`)).json(),
        (parcel) => parcel.has_offer,
      );
    expect(await see(ada.cookie)).toMatchObject({ offer: { amount_cents: 900 }, balance_cents: 77 });
    expect(await see(bob.cookie)).toMatchObject({ offer: { by: { mine: true } }, balance_cents: null });
    expect(await see(carol.cookie)).toMatchObject({ offer: null, balance_cents: null });
    expect(await see(null)).toMatchObject({ offer: null, owner: { name: "Ada", mine: false } });
  });

  test("[PR-11] everybody sees what tax is owed, and when the parcel falls back", async () => {
    await deed(5, bob.userId, { arrears_cents: 250, arrears_day: 0 });
    const stranger = asPerson(web, null);
    const see = async () => (await stranger("GET", `/parcels/${prc(5)}`)).json();
    const parcel = await until(see, ({ arrears_cents }) => arrears_cents > 0);
    expect(parcel).toMatchObject({ arrears_cents: 250, arrears_days_left: ARREARS_DAYS_MAX });
    const { parcels } = await (await stranger("GET", `/parcels?owner=${parcel.owner.id}`)).json();
    expect(parcels).toMatchObject([{ id: prc(5), arrears_cents: 250 }]);
    await deed(5, null, { arrears_cents: 0, arrears_day: null });
    expect(await until(see, ({ owner }) => owner === null)).toMatchObject({ arrears_days_left: null });
  });

  test("[PR-3] a parcel's history names who gave and took, and for how much", async () => {
    await web.pool.query(
      "INSERT INTO deed_event (world_id, parcel, tick, seq, kind, giver, taker, cents) VALUES ($1, 3, 7, 1, 'claimed', NULL, $2, 1200)",
      [MAIN_WORLD, ada.userId],
    );
    const { lines } = await (await asPerson(web, null)("GET", `/parcels/${prc(3)}/history`)).json();
    expect(lines).toMatchObject([{ kind: "claimed", giver: null, taker: { name: "Ada" }, cents: 1200 }]);
  });
});

describe("orders", () => {
  test("[PR-4] an order is a row before it is acknowledged; the same key again is the same order", async () => {
    const asAda = asPerson(web, ada.cookie);
    const claim = order("claim");
    const first = await asAda("POST", `/parcels/${prc(10)}/orders`, claim);
    expect(first.status).toBe(202);
    const receipt = await first.json();
    const again = await asAda("POST", `/parcels/${prc(10)}/orders`, claim);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([202, "true"]);
    expect((await again.json()).action_id).toBe(receipt.action_id);
    expect((await asAda("POST", `/parcels/${prc(11)}/orders`, claim)).status).toBe(422);
    const found = await (await asAda("GET", `/orders/${receipt.action_id}`)).json();
    expect(found).toMatchObject({ order: "claim", status: "accepted", parcel: prc(10), code: null });
    const parcel = await (await asAda("GET", `/parcels/${prc(10)}`)).json();
    expect(parcel.waiting).toMatchObject([{ action_id: receipt.action_id }]);
    await web.pool.query(
      "UPDATE action_request SET tick = 9, status = 'rejected', code = 'parcel_taken' WHERE idempotency_key = $1",
      [claim.idempotency_key],
    );
    const told = await (await asAda("GET", `/orders/${receipt.action_id}`)).json();
    expect(told).toMatchObject({ status: "rejected", code: "parcel_taken" });
    expect(told.remedy).toMatch(/offer/);
  });

  test("[PR-5] nobody orders, or sees orders, for another: 404", async () => {
    const asAda = asPerson(web, ada.cookie);
    const asBob = asPerson(web, bob.cookie);
    const made = await (
      await asAda("POST", `/parcels/${prc(4)}/orders`, order("unlist", { as: agent.id }))
    ).json();
    expect((await asAda("GET", `/orders/${made.action_id}`)).status).toBe(200);
    expect((await asBob("GET", `/orders/${made.action_id}`)).status).toBe(404);
    expect((await asBob("POST", `/parcels/${prc(4)}/orders`, order("unlist", { as: agent.id }))).status).toBe(
      404,
    );
    expect((await asPerson(web, null)("POST", `/parcels/${prc(4)}/orders`, order("claim"))).status).toBe(401);
    await web.pool.query("UPDATE agent SET paused_at = now() WHERE number = $1", [agent.number]);
    const paused = await asAda("POST", `/parcels/${prc(4)}/orders`, order("unlist", { as: agent.id }));
    expect(paused.status).toBe(409);
    await web.pool.query("UPDATE agent SET paused_at = NULL WHERE number = $1", [agent.number]);
  });

  test("[PR-6] what does not fit the order is refused with the field's name", async () => {
    const asAda = asPerson(web, ada.cookie);
    const reply = await asAda(
      "POST",
      `/parcels/${prc(3)}/orders`,
      order("list", { parameters: { price_cents: 0 } }),
    );
    expect(reply.status).toBe(400);
    expect((await reply.json()).errors).toMatchObject([{ pointer: "/parameters/price_cents" }]);
    const colour = order("dress", { parameters: { colour: "red" } });
    expect((await asAda("POST", `/parcels/${prc(3)}/orders`, colour)).status).toBe(400);
    expect((await asAda("POST", "/parcels/prc_1zzzzzz/orders", order("claim"))).status).toBe(404);
  });

  test("[PR-7] a burst of claims passes the plan's quota by none, and a known key is let pass", async () => {
    const eve = await addPerson(web, { name: "Eve" });
    const asEve = asPerson(web, eve.cookie);
    const claims = Array.from({ length: PLANS.free.parcels + 4 }, () => order("claim"));
    const replies = await Promise.all(
      claims.map((claim, i) => asEve("POST", `/parcels/${prc(20 + i)}/orders`, claim)),
    );
    const taken = replies.filter(({ status }) => status === 202);
    expect(taken.length).toBe(PLANS.free.parcels);
    const refused = replies.find(({ status }) => status !== 202);
    expect(await refused?.json()).toMatchObject({ status: 403, code: "quota_reached" });
    const firstTaken = replies.findIndex(({ status }) => status === 202);
    const again = await asEve("POST", `/parcels/${prc(20 + firstTaken)}/orders`, claims[firstTaken]);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([202, "true"]);
  });
});

describe("pictures", () => {
  const send = (cookie: string, parcel: number, type: string, body: BodyInit) =>
    fetch(`${web.url}/api/v1/parcels/${prc(parcel)}/image`, {
      method: "PUT",
      headers: { origin: web.url, cookie, "content-type": type },
      body,
    });
  const picture = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: "#408060" } });

  test("[PR-8] an owner's picture is decoded, made smaller and stripped of all that is no pixel", async () => {
    await deed(3, ada.userId);
    const jpeg = await picture(3_000, 1_500)
      .withExif({ IFD0: { Copyright: "secret place" }, IFD3: { GPSLatitude: "51/1" } })
      .jpeg()
      .toBuffer();
    expect(jpeg.includes("secret place")).toBe(true);
    const reply = await until(
      () => send(ada.cookie, 3, "image/jpeg", new Uint8Array(jpeg)),
      ({ status }) => status === 200,
    );
    const hung = await reply.json();
    expect(hung).toMatchObject({ width: 1_024, height: 512 });
    const shown = await fetch(`${web.url}${hung.image}`);
    expect(shown.headers.get("content-type")).toBe("image/webp");
    expect(shown.headers.get("x-content-type-options")).toBe("nosniff");
    expect(shown.headers.get("cache-control")).toContain("immutable");
    const bytes = Buffer.from(await shown.arrayBuffer());
    expect(bytes.includes("secret place")).toBe(false);
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    const parcel = await (await asPerson(web, null)("GET", `/parcels/${prc(3)}`)).json();
    expect(parcel.image).toBe(hung.image);
    expect((await asPerson(web, ada.cookie)("DELETE", `/parcels/${prc(3)}/image`)).status).toBe(204);
    expect((await fetch(`${web.url}${hung.image}`)).status).toBe(404);
    expect((await asPerson(web, ada.cookie)("DELETE", `/parcels/${prc(3)}/image`)).status).toBe(404);
  });

  test("[PR-8] only the owner hangs one", async () => {
    const png = new Uint8Array(await picture(8, 8).png().toBuffer());
    expect((await send(bob.cookie, 3, "image/png", png)).status).toBe(403);
    expect((await send("", 3, "image/png", png)).status).toBe(401);
  });

  test("[PR-9] drawings, scripts, bombs, damaged and oversized files are refused, and nothing of them is kept", async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const png = await picture(64, 64).png().toBuffer();
    const gif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
    const bomb = await picture(12_000, 12_000).png({ compressionLevel: 9 }).toBuffer();
    const liar = Buffer.from(png);
    liar.writeUInt32BE(60_000, 16);
    const cases: [string, Buffer, number][] = [
      ["image/png", Buffer.from(svg), 400],
      ["image/png", gif, 400],
      ["image/png", Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.from(svg)]), 400],
      ["image/png", png.subarray(0, png.length >> 1), 400],
      ["image/png", liar, 400],
      ["image/png", bomb, 413],
      ["image/webp", Buffer.alloc(4 * 1_048_576 + 1), 413],
      ["image/svg+xml", Buffer.from(svg), 415],
      ["application/json", Buffer.from("{}"), 415],
    ];
    for (const [type, bytes, status] of cases) {
      const reply = await send(ada.cookie, 3, type, new Uint8Array(bytes));
      expect([type, bytes.length, reply.status >= 400 && reply.status < 500, reply.status]).toEqual([
        type,
        bytes.length,
        true,
        type === "image/png" && bytes === liar ? reply.status : status,
      ]);
    }
    const { rows } = await web.pool.query("SELECT count(*) AS n FROM building_image");
    expect(rows[0].n).toBe(0);
  });

  test("[PR-9] what is a picture and something else besides is only a picture afterwards", async () => {
    const html = "<script>alert(1)</script>";
    const png = Buffer.concat([await picture(64, 64).png().toBuffer(), Buffer.from(html)]);
    const reply = await send(ada.cookie, 3, "image/png", new Uint8Array(png));
    expect(reply.status).toBe(200);
    const { image } = await reply.json();
    const bytes = Buffer.from(await (await fetch(`${web.url}${image}`)).arrayBuffer());
    expect(bytes.includes(html)).toBe(false);
    expect((await sharp(bytes).metadata()).format).toBe("webp");
    await deed(3, bob.userId);
    const sold = await until(
      async () => (await asPerson(web, null)("GET", `/parcels/${prc(3)}`)).json(),
      (parcel) => parcel.owner.name === "Bob",
    );
    expect(sold.image).toBeNull();
  });
});
