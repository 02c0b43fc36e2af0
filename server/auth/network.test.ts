import { expect, test } from "vitest";
import { isLoopback, networkOf } from "./network.ts";

test("[PE-16] who has a whole IPv6 network counts once, and every IPv4 address for itself", () => {
  expect(networkOf("2001:db8:1:2::1")).toBe(networkOf("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  expect(networkOf("2001:db8:1:2::1")).not.toBe(networkOf("2001:db8:1:3::1"));
  expect(networkOf("192.0.2.1")).not.toBe(networkOf("192.0.2.2"));
  expect(networkOf("::ffff:192.0.2.1")).toBe(networkOf("192.0.2.1"));
  expect(networkOf("")).toBe("");
});

test("[PE-15] this machine's own addresses are told from all others", () => {
  for (const address of ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
    expect(isLoopback(address)).toBe(true);
  for (const address of ["10.0.0.1", "::2", "localhost", ""]) expect(isLoopback(address)).toBe(false);
});
