import { expect, test } from "vitest";
import { parseAgentName } from "./agent-name.ts";

test("[KY-6] names of any script are taken as they are", () => {
  for (const name of [
    "Ada",
    "李小龙",
    "Zoë Müller-O'Neill",
    "Ωmega 7",
    "אבא",
    "नमस्ते",
    "🦊",
    "a".repeat(32),
  ]) {
    expect(parseAgentName(name)).toEqual({ ok: true, value: name.normalize("NFC") });
  }
  expect(parseAgentName("  Ada ")).toEqual({ ok: true, value: "Ada" });
});

test("[KY-6] nothing invisible, direction-changing or overlong gets into a name", () => {
  const hidden = [
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\u0000",
    "\n",
    "\u001b[31m",
    "\u2028",
    "\ud800",
    "\u3164",
    "\u00ad",
  ];
  for (const part of hidden) expect(parseAgentName(`Ad${part}a`).ok, JSON.stringify(part)).toBe(false);
  for (const name of ["", "   ", "a".repeat(33), `Z${"\u0335".repeat(6)}`])
    expect(parseAgentName(name).ok).toBe(false);
});
