/**
 * Whether a request that changes something came from the city's own pages. Every browser of our time says so itself, in
 * `Origin` or in `Sec-Fetch-Site`, and no page can make it lie.
 */
export function isSameOrigin(
  sent: {
    readonly origin: string | null | undefined;
    readonly fetchSite: string | string[] | null | undefined;
  },
  siteOrigin: string,
): boolean {
  return sent.origin === siteOrigin || sent.fetchSite === "same-origin";
}
