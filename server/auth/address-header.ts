import type { IncomingHttpHeaders } from "node:http";

/** Set by the http server to the address a request came from; what a client sends under this name is overwritten. */
export const ADDRESS_HEADER = "x-borough-address";

/** Whom a request comes from, as the http server found. */
export function addressOf({ headers }: { readonly headers: IncomingHttpHeaders }): string {
  return String(headers[ADDRESS_HEADER] ?? "");
}
