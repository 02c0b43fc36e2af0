import { formatId } from "#city/ids.ts";
import { lotAddressOf, streetAddressOf } from "#city/plan/address.ts";
import type { CityPlan } from "#city/plan/types.ts";
import { FEED_SENTENCES, type FeedFacts } from "#city/protocol/feed-sentences.ts";
import { fillText } from "#city/protocol/fill-text.ts";
import type { FeedEntry } from "#city/protocol/messages.ts";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import { credits } from "#city/world/economy.ts";
import type { FeedLine } from "#sim";
import type { NamesDirectory } from "./observation.ts";

export interface FeedSource {
  readonly plan: CityPlan;
  readonly world: number;
  readonly district: number;
  readonly tick: number;
  readonly names: NamesDirectory;
}

/** A feed line with names and ids put in, as facts for those who say it in their language and as an English sentence. */
export function toFeedEntry(source: FeedSource, line: FeedLine, seq: number): FeedEntry {
  const { world, names } = source;
  const agentName = line.agent < 0 ? null : names(line.agent).name;
  const facts = factsOf(source, line);
  return {
    tick: source.tick,
    district: formatId("dst", world, source.district),
    seq,
    kind: line.kind,
    // A person is no agent that could be looked at: the name says who it was.
    agent: line.agent >= 0 && line.agent < OWNER_BASE ? formatId("agt", world, line.agent) : null,
    agentName,
    neighborhood: line.neighborhood < 0 ? null : formatId("nbh", world, line.neighborhood),
    point: line.neighborhood < 0 ? null : { x: line.xCm / 100, z: line.zCm / 100 },
    ...(line.parcel === undefined ? {} : { parcel: formatId("prc", world, line.parcel) }),
    text: fillText(FEED_SENTENCES[line.event], {
      agent: agentName ?? SOMEONE,
      other: facts.other ?? SOMEONE,
      place: facts.place ?? "",
      amount: credits(facts.cents ?? 0),
      words: facts.words ?? "",
    }),
    facts,
  };
}

const SOMEONE = "someone";

function factsOf({ plan, names }: FeedSource, line: FeedLine): FeedFacts {
  const place = placeOf(plan, line);
  return {
    event: line.event,
    ...(line.other < 0 ? {} : { other: names(line.other).name }),
    ...(place === null ? {} : { place }),
    ...(line.cents === undefined ? {} : { cents: line.cents }),
    ...(line.words === undefined ? {} : { words: line.words }),
  };
}

/** The address it happened at; in the open, the neighborhood's name. */
function placeOf(plan: CityPlan, { building, parcel, neighborhood }: FeedLine): string | null {
  if (building >= 0) return streetAddressOf(plan, building);
  if (parcel !== undefined) return lotAddressOf(plan, parcel);
  return plan.neighborhoods[neighborhood]?.name ?? null;
}
