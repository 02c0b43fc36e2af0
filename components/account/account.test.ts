import { describe, expect, it } from "vitest";
import { deviceOf } from "./device.ts";
import { nextPath } from "./next-path.ts";
import { strengthOf } from "./password-strength.ts";

describe("account pages", () => {
  it("[PG-14] lead to a path of this site after signing in, and to no other site", () => {
    expect(nextPath("/wallet?tab=1")).toBe("/wallet?tab=1");
    for (const foreign of [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "javascript:x",
      "",
      undefined,
    ]) {
      expect(nextPath(foreign)).toBe("/portal");
    }
  });

  it("[PG-15] judge a new password in words, and see through name, address and repetition", () => {
    expect(strengthOf("brief", [])).toBe("short");
    expect(strengthOf("aaaaaaaaaaaaaaaa", [])).toBe("weak");
    expect(strengthOf("ada.lovelace", ["ada.lovelace@example.org"])).toBe("weak");
    expect(strengthOf("lampglove", [])).toBe("weak");
    expect(strengthOf("lamp glove 7", [])).toBe("fair");
    expect(strengthOf("lamp glove river stone", [])).toBe("good");
  });

  it("[PG-14] name the devices one is signed in on as people do", () => {
    const edge =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0";
    expect(deviceOf(edge)).toEqual({ browser: "Edge", system: "Windows" });
    expect(deviceOf("curl/8.5")).toBeNull();
  });
});
