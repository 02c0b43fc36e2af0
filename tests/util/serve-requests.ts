import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";

/** Serves a function from Request to Response as a page would be; null is answered with some page. */
export function serveRequests(origin: string, answer: (request: Request) => Promise<Response | null>) {
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) {
      for (const one of [value ?? []].flat()) headers.append(name, one);
    }
    const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
    const request = new Request(new URL(incoming.url ?? "/", origin), {
      method: incoming.method ?? "GET",
      headers,
      ...(hasBody ? { body: Buffer.concat(await Readable.from(incoming).toArray()) } : {}),
    });
    const response = await answer(request);
    if (response === null) {
      outgoing.end("a page");
      return;
    }
    const plain = Object.fromEntries([...response.headers].filter(([name]) => name !== "set-cookie"));
    outgoing.writeHead(response.status, { ...plain, "set-cookie": response.headers.getSetCookie() });
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  };
}
