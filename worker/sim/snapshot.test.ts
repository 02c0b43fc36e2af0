import { expect, test } from "vitest";
import { at } from "#city/assert.ts";
import { Draws } from "#tests/util/seed.ts";
import { tinyPlan } from "#tests/util/tiny-plan.ts";
import { LockstepCity, type LockstepOptions } from "#worker/tools/lockstep-city.ts";
import { wanderers } from "#worker/tools/wanderers.ts";
import { writeBody } from "./bodies.ts";
import { type ColumnList, widthOf } from "./columns.ts";
import { LeWriter } from "./le-bytes.ts";
import { decodeState, encodeState } from "./snapshot.ts";
import { BODY_COLUMNS, DISTRICT_FIELDS, type DistrictState, PARCEL_COLUMNS, slotsByAgent } from "./state.ts";
import { writeBuilding } from "./state-hash.ts";

const SEED = 3;
const TICKS = 240;

function options(): LockstepOptions {
  return {
    plan: tinyPlan({ side: 3, districts: 3, seed: SEED }),
    genesis: { population: 150 },
    actions: wanderers(SEED, 20, 25),
    closedBorders: (tick) => (tick % 40 > 30 ? [2] : []),
  };
}

test("[SN-1] a restored district steps as the live one does, every tick", () => {
  const live = new LockstepCity(options());
  const restored = new LockstepCity(options());
  for (let tick = 1; tick <= TICKS; tick++) {
    for (const state of [...restored.states]) restored.replace(decodeState(restored.ctx, encodeState(state)));
    expect(restored.step(), `seed ${SEED}, tick ${tick}`).toEqual(live.step());
  }
  for (const [district, state] of live.states.entries()) {
    expect(encodeState(state)).toEqual(encodeState(restored.state(district)));
  }
});

test("[SN-2] a snapshot has one form: decoded and encoded again it is the same bytes", () => {
  const city = new LockstepCity(options());
  for (let tick = 0; tick < 60; tick++) city.step();
  for (const state of city.states) {
    const bytes = encodeState(state);
    expect(encodeState(decodeState(city.ctx, bytes))).toEqual(bytes);
  }
});

test("[SN-3] bytes that are no snapshot are refused with a RangeError, whatever was changed in them", () => {
  const city = new LockstepCity(options());
  for (let tick = 0; tick < 60; tick++) city.step();
  const bytes = encodeState(city.state(1));
  const draws = new Draws(SEED);
  for (const cut of [0, 3, 23, 24, 100, bytes.length - 1]) {
    expect(() => decodeState(city.ctx, bytes.subarray(0, cut))).toThrow(RangeError);
  }
  expect(() => decodeState(city.ctx, Uint8Array.of(...bytes, 0))).toThrow(RangeError);
  for (let i = 0; i < 300; i++) {
    const forged = bytes.slice();
    forged[draws.below(forged.length)] = draws.below(256);
    try {
      decodeState(city.ctx, forged);
    } catch (fault) {
      expect(fault, `seed ${SEED}, forgery ${i}`).toBeInstanceOf(RangeError);
    }
  }
});

test("[SN-5] a snapshot of layout 1 is read as a city in which nobody owns anything", () => {
  const city = new LockstepCity({
    plan: tinyPlan({ side: 4, districts: 2, seed: 3 }),
    genesis: { population: 40 },
  });
  const state = city.state(1);
  const bytes = encodeState(state);
  const count = state.slotOf.size;
  const widths = (columns: ColumnList) => columns.reduce((sum, [, type]) => sum + widthOf(type), 0);
  const bodiesEnd = 28 + 8 * DISTRICT_FIELDS.length + count * widths(BODY_COLUMNS);
  const added = count * widths(BODY_COLUMNS.slice(-3));
  const parcelsEnd = bytes.length - 4;
  const parcelsStart = parcelsEnd - state.parcelCount * widths(PARCEL_COLUMNS);
  const old = Uint8Array.of(
    ...bytes.subarray(0, 24),
    ...bytes.subarray(28, bodiesEnd - added),
    ...bytes.subarray(bodiesEnd, parcelsStart),
    ...bytes.subarray(parcelsEnd),
  );
  new DataView(old.buffer).setUint32(4, 1, true);
  new DataView(old.buffer).setUint32(8, 1, true);
  expect(encodeState(decodeState(city.ctx, old))).toEqual(bytes);
});

/** The canonical bytes of every record of a district, by what they are of. */
function recordsOf(state: DistrictState): Map<string, string> {
  const records = new Map<string, string>();
  for (const slot of slotsByAgent(state)) {
    const writer = new LeWriter();
    writeBody(writer, state, slot);
    records.set(`agent ${at(state.bodies.agent, slot)}`, writer.finish().join());
  }
  for (let local = 0; local < state.buildingCount; local++) {
    const writer = new LeWriter();
    writeBuilding(writer, state, local);
    records.set(`building ${local}`, writer.finish().join());
  }
  return records;
}

test("[TK-4] what a step's bytes leave out has not changed", () => {
  const city = new LockstepCity(options());
  let before = city.states.map(recordsOf);
  for (let tick = 1; tick <= 120; tick++) {
    const outputs = city.step();
    const after = city.states.map(recordsOf);
    for (const [district, output] of outputs.entries()) {
      const bytes = output.stateBytes.join();
      for (const [name, record] of after[district] ?? []) {
        if (before[district]?.get(name) === record) continue;
        expect(bytes.includes(record), `${name} of district ${district} changed unseen at tick ${tick}`).toBe(
          true,
        );
      }
    }
    before = after;
  }
});
