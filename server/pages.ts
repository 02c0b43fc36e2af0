import { randomBytes } from "node:crypto";
import type { RequestHandler } from "./http-server.ts";

export interface PageOptions {
  /** Next's own handler. */
  readonly handle: RequestHandler;
  /** The address people open: over https, browsers are told to stay there. */
  readonly siteUrl: string;
}

const YEAR_S = 31_536_000;

/** Headers of everything that is not API, whatever the page. */
const HEADERS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "x-frame-options": "DENY",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** What a page may load and run: its own files, and the inline scripts and styles that carry the request's nonce. */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Guards pages: the policy goes to the browser, and to Next in the request, so that it marks its scripts with the nonce. */
export function createPageHandler({ handle, siteUrl }: PageOptions): RequestHandler {
  const headers = siteUrl.startsWith("https:")
    ? { ...HEADERS, "strict-transport-security": `max-age=${YEAR_S}; includeSubDomains` }
    : HEADERS;
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const policy = pagePolicy(randomBytes(16).toString("base64"));
    // In place of whatever the caller sent: its nonce is not ours to repeat.
    request.headers["content-security-policy"] = policy;
    delete request.headers["content-security-policy-report-only"];
    response.setHeader("content-security-policy", policy);
    return handle(request, response);
  };
}
