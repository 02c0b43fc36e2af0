import { expect, it } from "vitest";
import { readableLine } from "./log-line.mjs";

it("turns a log record into a sentence and leaves everything else alone", () => {
  const record = { level: 40, time: 1, pid: 2, hostname: "h", msg: "late", ticks: 3, district: "dst_1" };
  expect(readableLine(JSON.stringify(record))).toBe("warning: late ticks=3 district=dst_1");
  expect(readableLine('{"level":50,"msg":"lost","err":{"message":"gone"}}')).toBe("error: lost gone");
  for (const line of ["plain", "{not json}", '{"msg":1}', "{}"]) expect(readableLine(line)).toBe(line);
});
