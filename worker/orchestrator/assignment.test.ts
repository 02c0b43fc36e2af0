import { expect, it } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { assign, type DistrictLease, shareOf, TAKEOVER_GRACE_MS } from "./assignment.ts";

const SEED = Number(process.env.FUZZ_SEED ?? 20_260_101);

/** A model of the database's rows: what assign() decides is carried out at once. */
class Rows {
  readonly leases: (DistrictLease & { owner: string | null; leftMs: number | null; generation: number })[];

  constructor(districts: number) {
    this.leases = Array.from({ length: districts }, (_, number) => ({
      number,
      generation: 0,
      owner: null,
      leftMs: null,
    }));
  }

  held(worker: string): Map<number, number> {
    return new Map(
      this.leases.flatMap((each) => (each.owner === worker ? [[each.number, each.generation] as const] : [])),
    );
  }

  /** Whoever is not among `workers` no longer renews. */
  forsake(workers: readonly string[]): void {
    for (const lease of this.leases) {
      if (lease.owner !== null && !workers.includes(lease.owner)) lease.leftMs = -TAKEOVER_GRACE_MS - 1;
    }
  }

  /** One round of a live worker; how many districts it moved. */
  round(me: string, workers: readonly string[]): number {
    const held = this.held(me);
    const { claim, handOver } = assign({ me, workers, districts: this.leases, held, leaving: new Set() });
    for (const lease of this.leases) {
      if (handOver.includes(lease.number)) Object.assign(lease, { owner: null, leftMs: null });
      if (!claim.includes(lease.number)) continue;
      Object.assign(lease, { owner: me, leftMs: 1_000, generation: lease.generation + 1 });
    }
    return claim.length + handOver.length;
  }
}

it("[LS-6] shares add up to all districts and differ by one at most", () => {
  for (let districts = 0; districts <= 20; districts++) {
    for (let count = 1; count <= 6; count++) {
      const workers = Array.from({ length: count }, (_, i) => `w${i}`);
      const shares = workers.map((worker) => shareOf(worker, workers, districts));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(districts);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
    }
  }
});

it(`[LS-6] workers that come, go and act in any order end with their shares and then stand still (seed ${SEED})`, () => {
  const draws = new Draws(SEED);
  for (let run = 0; run < 200; run++) {
    const rows = new Rows(1 + draws.below(12));
    let workers: readonly string[] = [];
    for (let change = 0; change < 6; change++) {
      workers = comeOrGo(workers, `w${draws.below(5)}`);
      rows.forsake(workers);
      for (let i = 0; i < 30; i++) rows.round(draws.pick(workers), workers);
      for (let i = 0; i < 12; i++) for (const worker of workers) rows.round(worker, workers);
      const shares = workers.map((worker) => shareOf(worker, workers, rows.leases.length));
      expect(
        workers.map((worker) => rows.held(worker).size),
        `run ${run}`,
      ).toEqual(shares);
      expect(workers.map((worker) => rows.round(worker, workers))).toEqual(workers.map(() => 0));
    }
  }
});

/** A worker that is not there comes; one that is goes, unless it is the last. */
function comeOrGo(workers: readonly string[], name: string): readonly string[] {
  if (!workers.includes(name)) return [...workers, name];
  return workers.length > 1 ? workers.filter((each) => each !== name) : workers;
}

it("[LS-6] only what is too much moves when a worker comes", () => {
  const rows = new Rows(9);
  rows.round("a", ["a"]);
  let moved = 0;
  for (let i = 0; i < 10; i++) moved += rows.round("a", ["a", "b"]) + rows.round("b", ["a", "b"]);
  // Each district that moves is let go once and taken once.
  expect(moved).toBe(2 * 4);
});

it("[LS-7] a stranger's lease is taken only when the grace is over, one's own at once", () => {
  const lease = (owner: string, leftMs: number) => [{ number: 0, generation: 1, owner, leftMs }];
  const standing = { me: "a", workers: ["a"], held: new Map(), leaving: new Set<number>() };
  expect(assign({ ...standing, districts: lease("b", -TAKEOVER_GRACE_MS + 1) })).toMatchObject({
    claim: [],
    nextTakeoverMs: 1,
  });
  expect(assign({ ...standing, districts: lease("b", -TAKEOVER_GRACE_MS - 1) })).toMatchObject({
    claim: [0],
    nextTakeoverMs: Number.POSITIVE_INFINITY,
  });
  expect(assign({ ...standing, districts: lease("a", 5_000) }).claim).toEqual([0]);
});

it("[LS-10] a district taken under one's own name by another process shows", () => {
  const districts = [{ number: 0, generation: 3, owner: "a", leftMs: 1_000 }];
  const standing = { me: "a", workers: ["a"], districts, leaving: new Set<number>() };
  expect(assign({ ...standing, held: new Map([[0, 3]]) }).hasNamesake).toBe(false);
  expect(assign({ ...standing, held: new Map([[0, 2]]) }).hasNamesake).toBe(true);
  expect(assign({ ...standing, held: new Map() }).hasNamesake).toBe(false);
});
