import { ACTION_TABLE } from "./actions/table.ts";
import { deedsTouched } from "./deeds.ts";
import { takeTouchedBytes } from "./state-hash.ts";
import { advanceTrips, finishTrips } from "./systems/advance-trips.ts";
import { applyActionsWith } from "./systems/apply-actions.ts";
import { checkMoney } from "./systems/check-money.ts";
import { collectDue } from "./systems/collect-due.ts";
import { crossBorders } from "./systems/cross-borders.ts";
import { endOffers } from "./systems/deed-money.ts";
import { endDuns } from "./systems/duns.ts";
import { forgetLastSeen } from "./systems/forget-last-seen.ts";
import { forwardTaxes } from "./systems/forward-taxes.ts";
import { liveSystem } from "./systems/live.ts";
import { procureSystem } from "./systems/procure.ts";
import { receiveLetters } from "./systems/receive-letters.ts";
import { sendEntries } from "./systems/send-entries.ts";
import type { System } from "./systems/system.ts";
import { upkeepSystem } from "./systems/upkeep.ts";

/** Everything a step does, in order. */
export const SCHEDULE: readonly System[] = [
  { phase: "dueEvents", name: "forget-last-seen", run: forgetLastSeen },
  { phase: "dueEvents", name: "receive-letters", run: receiveLetters },
  { phase: "dueEvents", name: "collect-due", run: collectDue },
  { phase: "dueEvents", name: "advance-trips", run: advanceTrips },
  { phase: "agents", name: "apply-actions", run: applyActionsWith(ACTION_TABLE) },
  liveSystem,
  upkeepSystem,
  procureSystem,
  { phase: "reconcile", name: "finish-trips", run: finishTrips },
  { phase: "reconcile", name: "cross-borders", run: crossBorders },
  { phase: "reconcile", name: "forward-taxes", run: forwardTaxes },
  { phase: "reconcile", name: "end-offers", run: endOffers },
  { phase: "reconcile", name: "end-duns", run: endDuns },
  { phase: "reconcile", name: "send-entries", run: sendEntries },
  { phase: "reconcile", name: "check-money", run: checkMoney },
  {
    phase: "commit",
    name: "take-touched",
    run: (run) => {
      run.state.fields.tick = run.tick;
      run.out.deeds = deedsTouched(run);
      run.stateBytes = takeTouchedBytes(run.state);
    },
  },
];
