import type { FeedEntry } from "#city/protocol/messages.ts";
import type { DeedRow, ResultRow, TickCommit } from "#server/db/tick-statement.ts";
import type { DeedView, StepOutput } from "#sim";
import type { StepDone } from "./careful-step.ts";
import type { Position } from "./chain.ts";
import type { City } from "./city.ts";
import { toFeedEntry } from "./feed-text.ts";
import type { RefusedAction } from "./pick-actions.ts";
import { significantLines } from "./significance.ts";

/** The actions that never reached the engine or were taken out of its way, with the results they get. */
export function refusedResults(
  refused: readonly RefusedAction[],
  excluded: StepDone["excluded"],
): ResultRow[] {
  const faults = excluded.flatMap((item) => (item.kind === "action" ? [item.action.seq] : []));
  return [
    ...refused.map(({ seq, code }) => ({ seq, status: "rejected", code, effects: {} })),
    ...faults.map((seq) => ({ seq, status: "rejected", code: "engine_fault", effects: {} })),
  ];
}

/** A told line: whom it is about (-1: nobody), and its entry with names and places put in. */
export interface FeedTold {
  readonly agent: number;
  readonly entry: FeedEntry;
}

/** The lines of a step worth telling. */
export function feedOf(city: City, district: number, output: StepOutput): FeedTold[] {
  const source = {
    plan: city.context.plan,
    world: city.world.id,
    district,
    tick: output.tick,
    names: city.names.directory,
  };
  return significantLines(output.feed).map((line, i) => ({
    agent: line.agent,
    entry: toFeedEntry(source, line, i + 1),
  }));
}

/** All that the tick statement writes for one step. */
export function tickCommit(
  city: City,
  where: { readonly district: number; readonly generation: number; readonly wallMs: number },
  before: Position,
  after: Position,
  done: StepDone,
  refused: readonly ResultRow[],
  feed: readonly FeedTold[],
): TickCommit {
  const { output, input, inputs } = done;
  return {
    world: city.world.id,
    ...where,
    ...city.versions,
    tick: after.tick,
    previousHash: before.chainHash,
    hash: after.chainHash,
    stateHash: after.stateHash,
    inputs,
    transfers: output.transfers,
    effects: output.effects,
    moneyCents: output.moneyCents,
    consumed: input.letters,
    sent: output.letters,
    ledger: output.ledger,
    feed: feed.map(({ agent, entry }) => ({ kind: entry.kind, agent, entry })),
    results: [...output.results, ...refused],
    heard: output.heard,
    held: output.held,
    deeds: output.deeds.map((deed) => deedRow(deed, city)),
    deedEvents: output.deedChanges.map(({ parcel, kind, giver, taker, cents }) => ({
      parcel,
      kind,
      giver: noneBelow(giver),
      taker: noneBelow(taker),
      cents: noneBelow(cents),
    })),
    departed: output.departed.map(({ agent }) => agent),
    arrived: output.arrived,
  };
}

function noneBelow(value: number): number | null {
  return value < 0 ? null : value;
}

function deedRow(deed: DeedView, city: City): DeedRow {
  const isLeased = deed.tenant >= 0;
  const hasOffer = deed.offerBy >= 0;
  const isToLet = deed.letCents >= 0;
  return {
    parcel: deed.parcel,
    owner: noneBelow(deed.owner),
    since_tick: Math.max(0, deed.sinceTick),
    price_cents: noneBelow(deed.priceCents),
    let_cents: noneBelow(deed.letCents),
    let_days: isToLet ? deed.letDays : null,
    tenant: noneBelow(deed.tenant),
    rent_cents: isLeased ? deed.rentCents : null,
    lease_until_day: isLeased ? deed.leaseUntilDay : null,
    offer_by: noneBelow(deed.offerBy),
    offer_cents: hasOffer ? deed.offerCents : null,
    offer_until_tick: hasOffer ? deed.offerUntilTick : null,
    balance_cents: deed.balanceCents,
    arrears_cents: deed.arrearsCents,
    arrears_day: noneBelow(deed.arrearsDay),
    use: noneBelow(deed.use),
    colour: noneBelow(deed.colour),
    ...city.deeds.of(deed.parcel),
  };
}
