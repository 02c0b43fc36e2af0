import ipaddr from "ipaddr.js";
import { LIMITS } from "#city/limits.ts";
import { fault } from "#city/protocol/field-faults.ts";
import { ok, type Result } from "#city/result.ts";

/** What addresses a webhook may have. */
export interface AddressRules {
  /** Only for development and tests: this machine and its networks count as reachable, on every port. */
  readonly allowPrivate: boolean;
}

/** Why nothing is sent to an address. */
export type AddressFault = "bad_url" | "bad_scheme" | "bad_port" | "has_login" | "private_address";

/** Where people run web servers. Others belong to databases, mail and the like, which a request could disturb. */
const PORTS: readonly string[] = ["", "80", "443", "8080", "8443"];

/** Checks the address of a webhook as far as it can be without looking up its name. */
export function parseAddress(text: string, { allowPrivate }: AddressRules): Result<URL, AddressFault> {
  const url = text.length <= LIMITS.webhookUrlCharsMax ? URL.parse(text) : null;
  if (url === null) return fault("bad_url");
  if (url.protocol !== "https:" && url.protocol !== "http:") return fault("bad_scheme");
  if (url.username !== "" || url.password !== "") return fault("has_login");
  if (!allowPrivate && !PORTS.includes(url.port)) return fault("bad_port");
  const literal = literalOf(url);
  if (literal !== null && !allowPrivate && !isPublicAddress(literal)) return PRIVATE;
  return ok(url);
}

export const PRIVATE = fault("private_address");

/** The IP address that stands in a URL instead of a name, or null. All ways to write one were read by the URL already. */
export function literalOf({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  return ipaddr.isValid(bare) ? bare : null;
}

/** True for addresses of the public internet alone, however they are written. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== "unicast") return false;
  // Of IPv6 only 2000::/3 is given out; the rest holds old ways to wrap private addresses.
  return address.kind() === "ipv4" || (Number(address.toByteArray()[0]) & 0xe0) === 0x20;
}
