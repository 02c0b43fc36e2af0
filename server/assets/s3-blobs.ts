import { AwsClient } from "aws4fetch";
import { assert } from "#city/assert.ts";
import { type BlobStore, checkKey } from "./blob-store.ts";

export interface S3Settings {
  /** Address of the server, without the bucket: https://s3.example.org. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

const TRIES_MAX = 4;
const REQUEST_LIMIT_MS = 30_000;
/** Pages of a listing, a thousand keys each. */
const LIST_PAGES_MAX = 1_000;

/** A blob store in a bucket of any server that speaks S3. A put object is there whole or not at all: that is S3's own promise. */
export function createS3Blobs(settings: S3Settings): BlobStore {
  const client = new AwsClient({
    accessKeyId: settings.accessKey,
    secretAccessKey: settings.secretKey,
    region: settings.region,
    service: "s3",
    retries: TRIES_MAX - 1,
  });
  const bucket = `${settings.endpoint.replace(/\/+$/, "")}/${settings.bucket}`;

  async function ask(method: string, address: string, body?: Uint8Array<ArrayBuffer>): Promise<Response> {
    const signal = AbortSignal.timeout(REQUEST_LIMIT_MS);
    const reply = await client.fetch(address, { method, signal, ...(body === undefined ? {} : { body }) });
    if (reply.ok || reply.status === 404) return reply;
    const fault = textIn(await reply.text(), "Code") ?? reply.statusText;
    throw new Error(`the blob store answered ${method} with ${reply.status} ${fault}`);
  }

  const noBucket = () => new Error(`there is no bucket ${settings.bucket}`);
  const addressOf = (key: string): string => {
    checkKey(key);
    return `${bucket}/${key}`;
  };

  return {
    async put(key, bytes) {
      const reply = await ask("PUT", addressOf(key), new Uint8Array(bytes));
      await reply.arrayBuffer();
      if (reply.status === 404) throw noBucket();
    },
    async get(key) {
      const reply = await ask("GET", addressOf(key));
      const bytes = new Uint8Array(await reply.arrayBuffer());
      return reply.status === 404 ? null : bytes;
    },
    async has(key) {
      return (await ask("HEAD", addressOf(key))).ok;
    },
    async list(prefix) {
      const found: string[] = [];
      let after: string | null = null;
      for (let page = 0; page < LIST_PAGES_MAX; page++) {
        const query = new URLSearchParams({ "list-type": "2", prefix });
        if (after !== null) query.set("continuation-token", after);
        const reply = await ask("GET", `${bucket}?${query.toString()}`);
        const text = await reply.text();
        if (reply.status === 404) throw noBucket();
        found.push(...textsIn(text, "Key"));
        after = textIn(text, "IsTruncated") === "true" ? textIn(text, "NextContinuationToken") : null;
        if (after === null) return found.sort((a, b) => (a < b ? -1 : 1));
      }
      assert(false, "a listing ends");
    },
    async remove(key) {
      await (await ask("DELETE", addressOf(key))).arrayBuffer();
    },
  };
}

/** Texts of all elements of a name: replies are flat enough that no more of XML is needed. */
function textsIn(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text]) =>
    plain(text ?? ""),
  );
}

function textIn(xml: string, name: string): string | null {
  return textsIn(xml, name)[0] ?? null;
}

function plain(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
