import fc from "fast-check";
import { expect, test } from "vitest";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { passportSchema } from "#city/protocol/agent-draft.ts";
import { lookOfWord } from "#city/world/look.ts";
import { draftOfPassport, writePassport } from "./passport.ts";

const agent = {
  name: "Ada",
  look: lookOfWord(1),
  persona: "curious",
  goals: "",
  kind: "external",
  model: null,
  program: null,
  home: "bld_1000007",
} as const;
const id = formatId("agt", MAIN_WORLD, 16_777_216);

test("[AG-6] whatever is written about an agent comes back from its passport, through JSON as well", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.string({ maxLength: 200 }),
      (persona, goals) => {
        const passport = writePassport(id, { ...agent, persona, goals }, new Date(0));
        const read = passportSchema.parse(JSON.parse(JSON.stringify(passport)));
        expect(draftOfPassport(read)).toMatchObject({
          ok: true,
          value: { persona, goals, home: agent.home },
        });
      },
    ),
  );
});

test("[AG-6] a passport in which anything was changed is told from a whole one", () => {
  const passport = writePassport(id, agent, new Date(0));
  for (const changed of [
    { ...passport, agent: { ...agent, goals: "x" } },
    { ...passport, agent_id: formatId("agt", MAIN_WORLD, 16_777_217) },
    { ...passport, exported_at: new Date(1).toISOString() },
  ]) {
    expect(draftOfPassport(changed)).toMatchObject({ ok: false, code: "damaged" });
  }
});
