import type { NeighborhoodPlan } from "#city/plan/types.ts";
import { type LocalWireEvent, localBuilding, localNode } from "#city/protocol/wire/local.ts";
import type { WireEvent } from "#city/protocol/wire-types.ts";

/** What a reader of a frame gets to see of an event: its nodes and buildings in the neighborhood's own numbers. */
export function localEvent(event: WireEvent, place: NeighborhoodPlan): LocalWireEvent {
  const node = (global: number): number => (global === -1 ? -1 : localNode(global, place));
  const building = (global: number): number => localBuilding(global, place);
  switch (event.kind) {
    case "leg": {
      const doors = { fromBuilding: building(event.fromBuilding), toBuilding: building(event.toBuilding) };
      return { ...event, ...doors, nodes: event.nodes.map(node) };
    }
    case "deed":
      return { ...event, building: building(event.building) };
    case "stand":
      return { ...event, node: node(event.node), building: building(event.building) };
    default:
      return event;
  }
}
