import type { ApiErrorCode } from "#city/protocol/codes.ts";
import type { FieldFault } from "#city/protocol/field-faults.ts";
import { type Ok, ok } from "#city/result.ts";

/** Why a request came to nothing: the city's own code, or `offline` when no answer came at all. */
export type ApiProblemCode = ApiErrorCode | "offline";

/** What the city says against a request; a Result's failing side. */
export interface ApiProblem {
  readonly ok: false;
  readonly code: ApiProblemCode;
  /** One English sentence of the server; the interface shows its own text for the code. */
  readonly message: string;
  /** What is wrong with which field of the body. */
  readonly errors: readonly FieldFault[];
  readonly retryAfterS: number | null;
  readonly requestId: string | null;
}

export type ApiReply<T> = Ok<T> | ApiProblem;

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

const BASE = "/api/v1";
const TIMEOUT_MS = 20_000;

/** Sends a request to the city. Never throws: what goes wrong is in the reply. An aborted request answers `offline`. */
export async function request<T>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<ApiReply<T>> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(`${BASE}${path}`, {
      method,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      headers: {
        // What the city writes for this request, such as a mail, is in the page's language.
        "accept-language": pageLanguage(),
        ...(body !== undefined && { "content-type": body instanceof Blob ? body.type : "application/json" }),
      },
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const value: unknown = text === "" ? null : JSON.parse(text);
    // The shape of an answer is the server's promise, kept by its own tests.
    return response.ok ? ok(value as T) : problemOf(value, response);
  } catch {
    return problem("offline", "The city did not answer.");
  }
}

/** The city's API for pages. Paths begin after /api/v1. */
export const api = {
  get: <T>(path: string, signal?: AbortSignal) => request<T>("GET", path, undefined, signal),
  post: <T = unknown>(path: string, body: unknown = {}) => request<T>("POST", path, body),
  patch: <T = unknown>(path: string, body: unknown) => request<T>("PATCH", path, body),
  put: <T = unknown>(path: string, body: unknown) => request<T>("PUT", path, body),
  del: <T = unknown>(path: string, body?: unknown) => request<T>("DELETE", path, body),
};

function pageLanguage(): string {
  return typeof document === "undefined" ? "" : document.documentElement.lang;
}

function problem(code: ApiProblemCode, message: string): ApiProblem {
  return { ok: false, code, message, errors: [], retryAfterS: null, requestId: null };
}

function problemOf(value: unknown, response: Response): ApiProblem {
  if (typeof value !== "object" || value === null || !("code" in value)) {
    return problem(response.status >= 500 ? "unavailable" : "bad_request", response.statusText);
  }
  const body = value as Partial<ApiProblem> & { readonly detail?: string };
  const retryAfterS = Number(response.headers.get("retry-after") ?? Number.NaN);
  return {
    ok: false,
    code: body.code ?? "internal",
    message: body.detail ?? "",
    errors: body.errors ?? [],
    retryAfterS: Number.isFinite(retryAfterS) ? retryAfterS : null,
    requestId: body.requestId ?? null,
  };
}
