import ipaddr from "ipaddr.js";

/** 64 of 128 bits: what one customer of a provider has at least, and may use every address of. */
const IPV6_NETWORK_PARTS = 4;

/** Who is behind an address, as far as limits go: the address itself, or the network of an IPv6 address. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? parsed.parts.slice(0, IPV6_NETWORK_PARTS).join(":")
    : parsed.toString();
}

/** True for an address of this machine itself. */
export function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";
}
