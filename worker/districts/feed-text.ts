import { formatId } from "#city/ids.ts";
import { streetAddressOf } from "#city/plan/address.ts";
import type { CityPlan } from "#city/plan/types.ts";
import type { FeedEntry } from "#city/protocol/messages.ts";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import type { FeedLine } from "#sim";
import type { NamesDirectory } from "./observation.ts";

export interface FeedSource {
  readonly plan: CityPlan;
  readonly world: number;
  readonly district: number;
  readonly tick: number;
  readonly names: NamesDirectory;
}

/**
 * A feed line with names and ids put in. `{agent}`, `{other}`, `{building}` are replaced in one pass, so that
 * nothing inside a name or a speech is replaced; `{{` stands for a brace someone really wrote.
 */
export function toFeedEntry(source: FeedSource, line: FeedLine, seq: number): FeedEntry {
  const { plan, world, names } = source;
  const has = line.agent >= 0;
  return {
    tick: source.tick,
    district: formatId("dst", world, source.district),
    seq,
    kind: line.kind,
    // A person is no agent that could be looked at: the name says who it was.
    agent: has && line.agent < OWNER_BASE ? formatId("agt", world, line.agent) : null,
    agentName: has ? names(line.agent).name : null,
    neighborhood: line.neighborhood < 0 ? null : formatId("nbh", world, line.neighborhood),
    point: line.neighborhood < 0 ? null : { x: line.xCm / 100, z: line.zCm / 100 },
    ...(line.parcel === undefined ? {} : { parcel: formatId("prc", world, line.parcel) }),
    text: line.text.replaceAll(/\{\{|\{agent\}|\{other\}|\{building\}/g, (mark) => {
      if (mark === "{agent}") return has ? names(line.agent).name : "someone";
      if (mark === "{other}") return line.other < 0 ? "someone" : names(line.other).name;
      if (mark === "{building}") return line.building < 0 ? "a house" : streetAddressOf(plan, line.building);
      return "{";
    }),
  };
}
