import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A small server that speaks as much of S3 as a blob store needs, over a real socket, and checks every signature (SigV4). */
export interface FakeS3 {
  readonly url: string;
  /** Makes a bucket, or empties it. */
  empty(bucket: string): void;
  /** Answers the next requests with "slow down". */
  failNext(count: number): void;
  stop(): Promise<void>;
}

interface Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
}

const PAGE_KEYS = 1_000;
const CLOCK_SKEW_MS = 15 * 60_000;

export async function startFakeS3(credentials: Credentials): Promise<FakeS3> {
  const buckets = new Map<string, Map<string, Buffer>>();
  let failing = 0;
  const server = createServer((request, response) => {
    readAll(request).then((body) => {
      if (failing > 0) {
        failing -= 1;
        return refuse(response, 503, "SlowDown");
      }
      const fault = signatureFault(credentials, request, body);
      return fault === null ? answer(buckets, request, body, response) : refuse(response, 403, fault);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    empty: (bucket) => void buckets.set(bucket, new Map()),
    failNext(count) {
      failing = count;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function answer(
  buckets: ReadonlyMap<string, Map<string, Buffer>>,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const url = new URL(request.url ?? "/", "http://s3");
  const [, name = "", ...rest] = decodeURIComponent(url.pathname).split("/");
  const bucket = buckets.get(name);
  const key = rest.join("/");
  if (bucket === undefined) refuse(response, 404, "NoSuchBucket");
  else if (request.method === "GET" && key === "") list(bucket, url.searchParams, response);
  else answerFor(bucket, key, { method: request.method, body, response });
}

function answerFor(
  bucket: Map<string, Buffer>,
  key: string,
  {
    method,
    body,
    response,
  }: { readonly method: string | undefined; readonly body: Buffer; readonly response: ServerResponse },
): void {
  const blob = bucket.get(key);
  switch (method) {
    case "PUT":
      bucket.set(key, body);
      response.writeHead(200).end();
      return;
    case "DELETE":
      bucket.delete(key);
      response.writeHead(204).end();
      return;
    case "HEAD":
      response.writeHead(blob === undefined ? 404 : 200).end();
      return;
    default:
      if (blob === undefined) refuse(response, 404, "NoSuchKey");
      else response.writeHead(200, { "content-length": blob.length }).end(blob);
  }
}

/** ListObjectsV2: a page begins after the key that its token names. */
function list(bucket: ReadonlyMap<string, Buffer>, query: URLSearchParams, response: ServerResponse): void {
  const after = query.get("continuation-token") ?? "";
  const keys = [...bucket.keys()]
    .filter((key) => key.startsWith(query.get("prefix") ?? "") && key > after)
    .sort((a, b) => (a < b ? -1 : 1));
  const page = keys.slice(0, PAGE_KEYS);
  const more = keys.length > page.length;
  const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
  const contents = page.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join("");
  response
    .writeHead(200, { "content-type": "application/xml" })
    .end(
      `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`,
    );
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { "content-type": "application/xml" })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}

/** Works out a request's signature anew from what arrived; null when it is the one that was sent. */
function signatureFault(credentials: Credentials, request: IncomingMessage, body: Buffer): string | null {
  const authorization = request.headers.authorization ?? "";
  const [, key, day, region, signed = "", sent = ""] =
    /^AWS4-HMAC-SHA256 Credential=(.+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  if (day === undefined) return "AccessDenied";
  if (key !== credentials.accessKey) return "InvalidAccessKeyId";
  const instant = String(request.headers["x-amz-date"] ?? "");
  if (!instant.startsWith(day) || !isNow(instant)) return "RequestTimeTooSkewed";
  const names = signed.split(";");
  if (!names.includes("host") || !names.includes("x-amz-date")) return "AccessDenied";
  const claimed = String(request.headers["x-amz-content-sha256"] ?? "");
  if (claimed !== "UNSIGNED-PAYLOAD" && claimed !== sha256(body)) return "XAmzContentSHA256Mismatch";
  const url = new URL(request.url ?? "/", "http://s3");
  const canonical = [
    request.method,
    url.pathname,
    canonicalQuery(url.searchParams),
    ...names.map((name) => `${name}:${String(request.headers[name] ?? "").trim()}`),
    "",
    signed,
    claimed,
  ].join("\n");
  const scope = `${day}/${credentials.region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", instant, scope, sha256(canonical)].join("\n");
  const secret = [day, credentials.region, "s3", "aws4_request"].reduce<Buffer>(
    (before, part) => hmac(before, part),
    Buffer.from(`AWS4${credentials.secretKey}`),
  );
  const matches = timingSafeEqual(hmac(secret, text), Buffer.from(sent, "hex"));
  return matches && region === credentials.region ? null : "SignatureDoesNotMatch";
}

function isNow(instant: string): boolean {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(instant) ?? [];
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Math.abs(ms - Date.now()) < CLOCK_SKEW_MS;
}

function canonicalQuery(query: URLSearchParams): string {
  const encoded = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return [...query]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort((a, b) => (a < b ? -1 : 1))
    .join("&");
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
