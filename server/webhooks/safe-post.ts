import { lookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { LIMITS } from "#city/limits.ts";
import { err, ok, type Result } from "#city/result.ts";
import {
  type AddressFault,
  type AddressRules,
  isPublicAddress,
  literalOf,
  PRIVATE,
  parseAddress,
} from "./address.ts";

/** Where a connection is opened to: never a name, so that nobody can answer differently the second time. */
export interface Target {
  readonly address: string;
  readonly port: number;
  /** Name that the certificate must have; null: no TLS. An IP address when the URL holds one. */
  readonly tlsName: string | null;
}

export interface SafePostOptions extends AddressRules {
  /** All addresses of a name. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
  readonly dial?: (target: Target) => Socket;
}

export type PostFault =
  | AddressFault
  | "unknown_name"
  | "no_connection"
  | "timeout"
  | "too_many_redirects"
  | "answer_too_large";

/** What a receiver answered. */
export interface Answer {
  readonly status: number;
}

/** Posts a body to an address that somebody else chose. Never throws. */
export type SafePost = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<Result<Answer, PostFault>>;

const FOLLOWED: readonly number[] = [301, 302, 307, 308];
const TIMEOUT = err("timeout", "The receiver took longer than 5 seconds.");
const NO_CONNECTION = err("no_connection", "No connection could be made.");

/**
 * A sender that reaches the public internet alone: it looks up a name once, refuses it when any of its addresses is
 * private, connects to the very address it looked at, and begins anew with each redirect.
 */
export function createSafePost({
  allowPrivate,
  resolve = resolveAll,
  dial = dialTarget,
}: SafePostOptions): SafePost {
  async function targetOf(url: URL): Promise<Result<Target, PostFault>> {
    const literal = literalOf(url);
    const addresses = literal === null ? await resolve(url.hostname).catch(() => []) : [literal];
    const [address] = addresses;
    if (address === undefined) return err("unknown_name", "The name of the receiver is not known.");
    if (!allowPrivate && !addresses.every(isPublicAddress)) return PRIVATE;
    const tls = url.protocol === "https:";
    const port = url.port === "" ? (tls ? 443 : 80) : Number(url.port);
    return ok({ address, port, tlsName: tls ? (literal ?? url.hostname) : null });
  }

  return async (text, headers, body) => {
    const signal = AbortSignal.timeout(LIMITS.webhookAttemptMs);
    let next = text;
    for (let hop = 0; hop <= LIMITS.webhookRedirectsMax; hop++) {
      const url = parseAddress(next, { allowPrivate });
      if (!url.ok) return url;
      const target = await orTimeout(targetOf(url.value), signal);
      if (!target.ok) return target;
      const answer = await postOnce(url.value, dial(target.value), headers, body, signal);
      if (!answer.ok) return answer;
      const { status, location } = answer.value;
      if (!FOLLOWED.includes(status) || location === null) return ok({ status });
      next = URL.parse(location, url.value)?.href ?? "";
    }
    return err("too_many_redirects", `The receiver redirects more than ${LIMITS.webhookRedirectsMax} times.`);
  };
}

interface RawAnswer extends Answer {
  readonly location: string | null;
}

function postOnce(
  url: URL,
  socket: Socket,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Result<RawAnswer, PostFault>> {
  return new Promise((resolve) => {
    const settle = (result: Result<RawAnswer, PostFault>) => {
      socket.destroy();
      resolve(result);
    };
    const fail = () => settle(signal.aborted ? TIMEOUT : NO_CONNECTION);
    const request = httpRequest({
      method: "POST",
      path: `${url.pathname}${url.search}`,
      headers: { ...headers, host: url.host, "content-length": Buffer.byteLength(body), connection: "close" },
      createConnection: () => socket,
      signal,
    });
    request.on("error", fail);
    socket.on("error", fail);
    request.once("response", (response) => readAnswer(response, settle, fail));
    request.end(body);
  });
}

/** Reads the answer to its end, so that the receiver is not cut off, but no more than a page of it. */
function readAnswer(
  response: IncomingMessage,
  settle: (result: Result<RawAnswer, PostFault>) => void,
  fail: () => void,
): void {
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LIMITS.webhookAnswerBytesMax)
      settle(err("answer_too_large", `The answer is larger than ${LIMITS.webhookAnswerBytesMax} bytes.`));
  });
  response.on("error", fail);
  response.once("end", () =>
    settle(ok({ status: response.statusCode ?? 0, location: response.headers.location ?? null })),
  );
}

function orTimeout<T>(
  work: Promise<Result<T, PostFault>>,
  signal: AbortSignal,
): Promise<Result<T, PostFault>> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(TIMEOUT);
    signal.addEventListener("abort", () => resolve(TIMEOUT), { once: true });
    void work.then(resolve);
  });
}

async function resolveAll(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

function dialTarget({ address, port, tlsName }: Target): Socket {
  if (tlsName === null) return connectPlain({ host: address, port });
  // An IP address cannot be asked for by name, but the certificate must hold it all the same.
  const byName = tlsName === address ? {} : { servername: tlsName };
  return connectTls({ host: address, port, ALPNProtocols: ["http/1.1"], ...byName });
}
