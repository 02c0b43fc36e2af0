import { FIELD_FAULTS } from "#city/protocol/field-faults.ts";
import { account } from "./en/account.ts";
import { admin } from "./en/admin.ts";
import { agents } from "./en/agents.ts";
import { auth } from "./en/auth.ts";
import { feed } from "./en/feed.ts";
import { frame } from "./en/frame.ts";
import { kit } from "./en/kit.ts";
import { map } from "./en/map.ts";
import { picker } from "./en/picker.ts";
import { plans } from "./en/plans.ts";
import { problems } from "./en/problems.ts";
import { property } from "./en/property.ts";
import { treasury } from "./en/treasury.ts";
import { wallet } from "./en/wallet.ts";
import { webhooks } from "./en/webhooks.ts";

/** Every text of the portal in English, by area. */
export const en = {
  kit,
  problems,
  faults: FIELD_FAULTS,
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
