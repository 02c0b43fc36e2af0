import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { expect, test } from "vitest";
import { clientAddress, parseTrustedProxies, type TrustedProxies } from "./client-address.ts";

function trust(text: string): TrustedProxies {
  const parsed = parseTrustedProxies(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

const TRUSTED = trust("10.0.0.0/8, 192.0.2.7, fd00::/8");
/** Any address, in the one form that ours have. */
const anyAddress = fc.oneof(fc.ipV4(), fc.ipV6()).map((text) => ipaddr.process(text).toString());
const isOurs = (address: string) => /^(10\.|192\.0\.2\.7$|fd)/.test(address);
const stranger = anyAddress.filter((address) => !isOurs(address));
const proxy = fc.oneof(
  fc.ipV4().map((text) => text.replace(/^\d+/, "10")),
  fc.constant("192.0.2.7"),
  fc.nat(0xffff).map((part) => `fd00::${part.toString(16)}:1`),
);
/** Whatever somebody may write into a header, addresses of our own proxies among it. */
const anyHeader = fc.oneof(
  fc.string(),
  fc
    .array(fc.oneof(anyAddress, proxy, fc.string(), fc.constant("unknown")), { maxLength: 6 })
    .map((all) => all.join(", ")),
);
const headerOf = (...parts: readonly string[]) => parts.filter((part) => part !== "").join(", ");

test("[PE-28] who is no proxy of ours is who connects, whatever they write", () => {
  fc.assert(
    fc.property(stranger, anyHeader, (peer, header) => {
      expect(clientAddress(peer, header, TRUSTED)).toBe(peer);
    }),
    { numRuns: 1_000 },
  );
  fc.assert(
    fc.property(anyAddress, anyHeader, (peer, header) => {
      expect(clientAddress(peer, header, [])).toBe(peer);
    }),
  );
});

test("[PE-28] through our proxies a client is whom the first of them saw, whatever it wrote itself", () => {
  fc.assert(
    fc.property(
      stranger,
      anyHeader,
      fc.array(proxy, { minLength: 1, maxLength: 4 }),
      (client, written, [last = "", ...others]) => {
        // Each proxy adds whom it got the request from; the last one connects to us.
        const header = headerOf(written, client, ...others);
        expect(clientAddress(last, header, TRUSTED)).toBe(client);
      },
    ),
    { numRuns: 1_000 },
  );
});

test("[PE-28] an address is an address, or what the socket said, whatever stands in the header", () => {
  fc.assert(
    fc.property(proxy, anyHeader, (peer, header) => {
      const address = clientAddress(peer, header, TRUSTED);
      expect(ipaddr.isValid(address)).toBe(true);
      expect(ipaddr.process(address).toString()).toBe(address);
    }),
    { numRuns: 1_000 },
  );
  expect(clientAddress("", "192.0.2.1", TRUSTED)).toBe("");
});

test("[PE-28] what is malformed ends the reading at the last sound address", () => {
  const read = (header: string) => clientAddress("10.0.0.1", header, TRUSTED);
  for (const header of [
    "",
    ",",
    "unknown",
    "1.2.3.4:80",
    "0x7f.1",
    "127.1",
    "01.2.3.4",
    "1.2.3.4.5",
    "fe80::1%eth0",
  ])
    expect(read(header), header).toBe("10.0.0.1");
  expect(read("198.51.100.1, x, 10.0.0.2")).toBe("10.0.0.2");
  expect(read("198.51.100.1,,10.0.0.2")).toBe("10.0.0.2");
  expect(read("198.51.100.1,10.0.0.2")).toBe("198.51.100.1");
  expect(read("10.0.0.3, 10.0.0.2")).toBe("10.0.0.3");
  expect(read("::ffff:198.51.100.1")).toBe("198.51.100.1");
  expect(read("2001:DB8:0::1, fd00::2")).toBe("2001:db8::1");
  expect(clientAddress("::ffff:10.0.0.1", "198.51.100.1", TRUSTED)).toBe("198.51.100.1");
});

test("[PE-28] proxies are named by addresses and networks in full", () => {
  expect(trust("")).toEqual([]);
  expect(trust(" 10.0.0.1 ,, ::1/128,")).toHaveLength(2);
  for (const bad of [
    "10/8",
    "10.0.0.0/33",
    "::1/129",
    "10.0.0.0/8/8",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "nginx",
    "::ffff:10.0.0.0/104",
    "*",
  ])
    expect(parseTrustedProxies(`127.0.0.1,${bad}`).ok, bad).toBe(false);
});
