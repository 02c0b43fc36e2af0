export { availableActions } from "./available.ts";
export { handedOver, outsideAgents, population, waitingAtBorder } from "./census.ts";
export { createContext } from "./context.ts";
export { deedsKept } from "./deeds.ts";
export { createDistrict } from "./genesis.ts";
export { inspectAgent, inspectBuilding } from "./inspect.ts";
export { keyframeEvents } from "./keyframe.ts";
export { inLetterOrder } from "./letters.ts";
export { moneyOf as moneyCents } from "./money-sum.ts";
export { perceive } from "./perception.ts";
export { decodeState, encodeState } from "./snapshot.ts";
export {
  BODY_COLUMNS,
  BUILDING_COLUMNS,
  DISTRICT_FIELDS,
  type DistrictState,
  PARCEL_COLUMNS,
  slotsByAgent,
} from "./state.ts";
export { step } from "./step.ts";
export { readTransfers, type Transfer } from "./transfers.ts";
export * from "./types.ts";
export * from "./views.ts";
