import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import { err, ok, type Result } from "#city/result.ts";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Addresses and networks of our own reverse proxies: who connects from there tells for whom. */
export type TrustedProxies = readonly [network: Address, bits: number][];

/** Reads addresses and networks (CIDR), comma separated; the empty text is none. */
export function parseTrustedProxies(text: string): Result<TrustedProxies, "bad_network"> {
  const entries = text.split(",").flatMap((entry) => (entry.trim() === "" ? [] : [entry.trim()]));
  const proxies: [Address, number][] = [];
  for (const entry of entries) {
    const proxy = parseNetwork(entry);
    if (proxy === null) return err("bad_network", `${entry} is neither an address nor a network.`);
    proxies.push(proxy);
  }
  return ok(proxies);
}

/**
 * Whom a request comes from. Each proxy of ours adds to the end of `X-Forwarded-For` whom it got the request from; so that is
 * read from its end for as long as whoever said so is trusted, and up to what cannot be an address. What others wrote before
 * is never believed.
 */
export function clientAddress(peer: string, forwardedFor: string, trusted: TrustedProxies): string {
  const connected = parseAddress(peer);
  if (connected === null) return peer;
  let address: Address = connected;
  for (const hop of forwardedFor.split(",").reverse()) {
    const before: Address | null = isTrusted(address, trusted) ? parseAddress(hop.trim()) : null;
    if (before === null) break;
    address = before;
  }
  return address.toString();
}

/** The same of a request as it arrived. */
export function addressFrom({ socket, headers }: IncomingMessage, trusted: TrustedProxies): string {
  return clientAddress(socket.remoteAddress ?? "", String(headers["x-forwarded-for"] ?? ""), trusted);
}

function isTrusted(address: Address, trusted: TrustedProxies): boolean {
  return trusted.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));
}

function parseNetwork(text: string): [Address, number] | null {
  const [base = "", length, ...rest] = text.split("/");
  const address = parseAddress(base);
  if (address === null || rest.length > 0) return null;
  const bitsMax = address.kind() === "ipv4" ? 32 : 128;
  if (length === undefined) return [address, bitsMax];
  return /^\d{1,3}$/.test(length) && Number(length) <= bitsMax ? [address, Number(length)] : null;
}

/** No short, octal or hexadecimal IPv4, and no zone: one address has one form here, and ::ffff:192.0.2.1 is 192.0.2.1. */
function parseAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return /^[\da-f:.]+$/i.test(text) && ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : null;
}
