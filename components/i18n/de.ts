import type { Catalog } from "./catalog.ts";
import { account } from "./de/account.ts";
import { admin } from "./de/admin.ts";
import { agents } from "./de/agents.ts";
import { auth } from "./de/auth.ts";
import { faults } from "./de/faults.ts";
import { feed } from "./de/feed.ts";
import { frame } from "./de/frame.ts";
import { kit } from "./de/kit.ts";
import { map } from "./de/map.ts";
import { picker } from "./de/picker.ts";
import { plans } from "./de/plans.ts";
import { problems } from "./de/problems.ts";
import { property } from "./de/property.ts";
import { treasury } from "./de/treasury.ts";
import { wallet } from "./de/wallet.ts";
import { webhooks } from "./de/webhooks.ts";

/** Every text of the portal in German, by area. */
export const de: Catalog = {
  kit,
  problems,
  faults,
  frame,
  auth,
  account,
  agents,
  map,
  property,
  wallet,
  treasury,
  feed,
  webhooks,
  picker,
  plans,
  admin,
};
