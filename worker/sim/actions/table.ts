import { giveAway, transfer, withdraw } from "./bank.ts";
import { buy } from "./buy.ts";
import { eat } from "./eat.ts";
import { enter } from "./enter.ts";
import type { ActionTable } from "./handler.ts";
import { leave } from "./leave.ts";
import { look } from "./look.ts";
import { moveTo } from "./move-to.ts";
import { onParcel } from "./parcel.ts";
import { pay } from "./pay.ts";
import { rest } from "./rest.ts";
import { say } from "./say.ts";
import { wait } from "./wait.ts";
import { whisper } from "./whisper.ts";
import { work } from "./work.ts";

/** Every action an outside agent can take. */
export const ACTION_TABLE: ActionTable = {
  move_to: moveTo,
  enter,
  leave,
  say,
  whisper,
  work,
  rest,
  eat,
  buy,
  pay,
  wait,
  look,
  claim: onParcel("claim"),
  list: onParcel("list"),
  unlist: onParcel("unlist"),
  purchase: onParcel("purchase"),
  offer: onParcel("offer"),
  accept_offer: onParcel("accept_offer"),
  drop_offer: onParcel("drop_offer"),
  let: onParcel("let"),
  lease: onParcel("lease"),
  end_lease: onParcel("end_lease"),
  give: giveAway,
  dress: onParcel("dress"),
  transfer,
  withdraw,
};
