import { expect, test } from "vitest";
import type { DeedEvent } from "#city/protocol/wire-types.ts";
import { gridPlace } from "#tests/util/grid-place.ts";
import { RoomDeeds } from "./room-deeds.ts";

const place = gridPlace(7, 3);

function deed(parcel: number, title: string): DeedEvent {
  return {
    kind: "deed",
    neighborhood: 7,
    parcel,
    building: 0,
    owner: 5,
    colour: -1,
    use: -1,
    title,
    sign: "",
  };
}

test("[WR-10] a viewer knows a room's deeds from its keyframe and the deltas after it", () => {
  const rooms = new RoomDeeds();
  const changed: number[] = [];
  rooms.onChange = (neighborhood) => changed.push(neighborhood);
  rooms.apply([deed(4, "Old")], place, true);
  rooms.apply([deed(2, ""), deed(4, "New")], place, false);
  expect(rooms.of(7).map(({ parcel, title }) => [parcel, title])).toEqual([
    [2, ""],
    [4, "New"],
  ]);
  rooms.apply([{ kind: "gone", neighborhood: 7, agent: 1, atMs: 5 }], place, false);
  expect(changed).toEqual([7, 7]);
  rooms.apply([], place, true);
  expect(rooms.of(7)).toEqual([]);
  rooms.leave(7);
  expect(changed).toEqual([7, 7, 7, 7]);
});
