import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { assertExists } from "#city/assert.ts";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { ADMIN_SPEED_MAX, type AdminCity } from "#city/protocol/admin-views.ts";
import { tickDueAt } from "#city/world/tick-schedule.ts";
import { addressOf } from "#server/auth/address-header.ts";
import { writeAudit } from "#server/auth/audit.ts";
import { CAPABILITIES } from "#server/auth/roles.ts";
import { changeClock } from "#server/clock/clock-change.ts";
import { lastSpeed, readEpoch } from "#server/db/clock-store.ts";
import { readDistrictTruths } from "#server/db/debug-store.ts";
import { readStatus } from "#server/db/status-store.ts";
import { readWorld, type WorldRow } from "#server/db/world-store.ts";
import type { Authenticator } from "./authenticate.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { ApiFault, unavailable } from "./problem.ts";
import { readBody } from "./read-body.ts";

const changeBody = z.strictObject({
  frozen: z.boolean().optional(),
  speed: z.int().min(1).max(ADMIN_SPEED_MAX).optional(),
});

/** The city's clock and its districts, for those who run it. */
export function registerAdminCityRoutes(
  app: FastifyInstance,
  parts: ApiParts,
  { limitAddress }: Authenticator,
  gate: PeopleGate,
): void {
  const { pool } = parts;
  app.addHook("onRequest", limitAddress);
  app.addHook("onRequest", gate.requireRole(CAPABILITIES.operate));
  app.get("/api/v1/admin/city", () => cityOf(parts));
  app.get("/api/v1/admin/districts", async () => ({ districts: (await cityOf(parts)).districts }));
  app.post("/api/v1/admin/city", { onRequest: gate.requireProof }, async (request) => {
    const { frozen, speed } = readBody(changeBody, request.body);
    const world = await mainWorld(parts);
    const wanted = frozen === true ? 0 : (speed ?? (frozen === false ? await resumeSpeed(parts) : null));
    if (wanted !== null) {
      // Written first: what cannot be written down is not done.
      await writeAudit(pool, {
        actor: gate.userOf(request).userId,
        action: wanted === 0 ? "freeze_city" : "set_city_speed",
        subject: world.name,
        detail: { speed: wanted },
        address: addressOf(request),
      });
      await changeClock(pool, world, parts.wallMs(), wanted, "administration");
    }
    return cityOf(parts);
  });
}

async function resumeSpeed({ pool }: ApiParts): Promise<number> {
  const { speed } = await readEpoch(pool, MAIN_WORLD);
  return speed > 0 ? speed : lastSpeed(pool, MAIN_WORLD);
}

async function cityOf(parts: ApiParts): Promise<AdminCity> {
  const { pool } = parts;
  const world = await mainWorld(parts);
  const [epoch, districts, truths, running] = await Promise.all([
    readEpoch(pool, world.id),
    readStatus(pool, world.id),
    readDistrictTruths(pool, world.id),
    lastSpeed(pool, world.id),
  ]);
  const due = tickDueAt({ ...epoch, tickMs: world.tickMs }, parts.wallMs());
  const truthOf = new Map(truths.map((truth) => [truth.number, truth]));
  return {
    name: world.name,
    tick: due,
    frozen: epoch.speed === 0,
    speed: epoch.speed > 0 ? epoch.speed : running,
    tick_ms: world.tickMs,
    held_cents: districts.reduce((sum, { moneyCents }) => sum + moneyCents, 0),
    under_way_cents: districts.reduce((sum, { lettersCents }) => sum + lettersCents, 0),
    genesis_cents: world.genesisCents,
    districts: districts.map((district) => {
      const truth = assertExists(truthOf.get(district.number), "districts never go");
      return {
        id: formatId("dst", world.id, district.number),
        number: district.number,
        name: district.name,
        tick: district.tick,
        worker: district.worker,
        lease_left_ms: truth.leaseLeftMs === null ? null : Math.round(truth.leaseLeftMs),
        generation: truth.generation,
        late_ticks: Math.max(0, due - district.tick - 1),
        agents: district.agents,
        letters_waiting: district.lettersWaiting,
        oldest_letter_ticks: truth.oldestLetterTicks,
        money_cents: district.moneyCents,
      };
    }),
  };
}

async function mainWorld({ pool }: ApiParts): Promise<WorldRow> {
  const world = await readWorld(pool, MAIN_WORLD);
  if (world === null) throw new ApiFault(unavailable("There is no city yet; try again."));
  return world;
}
