import { parseTopic } from "../../city/protocol/topics.ts";

/** Who may connect to the broker: processes of the city. */
export const PRINCIPALS = ["worker", "web"] as const;
export type Principal = (typeof PRINCIPALS)[number];

type Noun = "world" | "district" | "neighborhood" | "building" | "agent";

/** What each principal may publish: noun, then leaf. A keyframe's leaf carries its page. */
const PUBLISHES: { readonly [P in Principal]: { readonly [N in Noun]?: RegExp } } = {
  worker: {
    world: /^(clock|city|inspected)$/,
    district: /^(feed|tick|letter|debug)$/,
    neighborhood: /^(delta|keyframe-\d{1,3})$/,
    building: /^[a-z]{1,20}$/,
    agent: /^(observation|result)$/,
  },
  web: { world: /^inspect$/, district: /^nudge$/, neighborhood: /^resync$/, agent: /^keys$/ },
};

/** Leaves whose last message is kept for later subscribers. */
const RETAINED = /^(clock|city|debug|keyframe-\d{1,3}|observation)$/;

/** Levels below the noun of each topic. */
const LEVELS: { readonly [N in Noun]: number } = {
  world: 1,
  district: 2,
  neighborhood: 2,
  building: 2,
  agent: 2,
};

/** True when `principal` may publish on this topic, and may have it kept if `retain`. */
export function mayPublish(principal: Principal, topic: string, retain: boolean): boolean {
  const parts = parseTopic(topic);
  if (parts === null) return false;
  if (!(PUBLISHES[principal][parts.noun]?.test(parts.leaf) ?? false)) return false;
  return !retain || RETAINED.test(parts.leaf);
}

/** True for a filter over the city's topics: single levels may be `+`; `#` and shared subscriptions are refused. */
export function maySubscribe(filter: string): boolean {
  const [root, noun, ...rest] = filter.split("/");
  if (root !== "" || !isNoun(noun) || rest.length !== LEVELS[noun]) return false;
  return rest.every((level) => level === "+" || /^[a-z0-9_-]{1,32}$/.test(level));
}

function isNoun(word: string | undefined): word is Noun {
  return word !== undefined && Object.hasOwn(LEVELS, word);
}
