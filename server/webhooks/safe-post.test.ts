import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createTcp, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { isPublicAddress, parseAddress } from "./address.ts";
import { createSafePost, type Target } from "./safe-post.ts";

const PUBLIC = "93.184.215.14";

/** A receiver on every address of this machine, which counts who comes. */
const guard = createTcp((socket) => {
  arrived++;
  socket.destroy();
});
let arrived = 0;
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => guard.listen(0, "::", resolve));
  port = (guard.address() as AddressInfo).port;
});
afterAll(() => new Promise<void>((resolve) => guard.close(() => resolve())));

/** Literals and names, each of which would reach this machine or its networks. */
const LITERALS = [
  "127.0.0.1",
  "127.1",
  "127.0.1",
  "127.255.255.254",
  "2130706433",
  "0x7f000001",
  "0x7f.0.0.1",
  "0177.0.0.1",
  "017700000001",
  "0",
  "0.0.0.0",
  "10.0.0.1",
  "10.255.255.255",
  "167772161",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "192.168.255.255",
  "0xc0a80001",
  "169.254.169.254",
  "2852039166",
  "0251.0376.0251.0376",
  "100.64.0.1",
  "100.127.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::ffff:10.0.0.1]",
  "[::ffff:a9fe:a9fe]",
  "[::127.0.0.1]",
  "[::ffff:0:127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b:1::1]",
  "[2002:7f00:1::]",
  "[2002:a00:1::1]",
  "[2001:0:7f00:1::]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[fdff::1]",
  "[fe80::1]",
  "[fec0::1]",
  "[ff02::1]",
  "[100::1]",
  "[2001:db8::1]",
  "[5f00::1]",
  "127。0。0。1",
  "①②⑦.0.0.1",
  "127.0.0.1.",
  "%31%32%37.0.0.1",
]; // prettier-ignore
const ANSWERS: readonly (readonly string[])[] = [
  ["127.0.0.1"],
  ["::1"],
  ["10.1.2.3"],
  ["169.254.169.254"],
  ["::ffff:192.168.1.1"],
  ["fd12::1"],
  ["0.0.0.0"],
  [PUBLIC, "127.0.0.1"],
  ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::1"],
]; // prettier-ignore
const OTHER = [
  "ftp://example.org/",
  "file:///etc/passwd",
  "gopher://127.0.0.1/",
  "javascript:alert(1)",
  "data:text/plain,x",
  "https://user:secret@example.org/",
  "https://example.org:22/",
  "https://example.org:5432/",
  "http://example.org:6379/",
  "http://example.org:25/",
  "//example.org/",
  "example.org",
  "",
  "http://",
  "unix:/var/run/docker.sock",
]; // prettier-ignore

describe("[WH-5] nothing is sent into private networks", () => {
  test(`${LITERALS.length} literal addresses, ${ANSWERS.length} names, ${OTHER.length} other addresses: no connection`, async () => {
    expect(LITERALS.length + ANSWERS.length + OTHER.length).toBeGreaterThanOrEqual(60);
    const dialled: Target[] = [];
    const post = createSafePost({
      allowPrivate: false,
      resolve: async (name) => ANSWERS[Number(/^name(\d+)\./.exec(name)?.[1] ?? -1)] ?? ["127.0.0.1"],
      dial: (target) => {
        dialled.push(target);
        return connect({ host: target.address, port });
      },
    });
    const urls = [
      ...LITERALS.flatMap((host) => [`http://${host}/`, `https://${host}:8443/hook`]),
      ...ANSWERS.map((_, i) => `http://name${i}.example.org/`),
      ...OTHER,
    ];
    for (const url of urls) expect(await post(url, {}, "{}"), url).toMatchObject({ ok: false });
    expect(dialled).toEqual([]);
    expect(arrived).toBe(0);
  });

  test("the guard would have noticed: with private networks allowed it is reached", async () => {
    const post = createSafePost({ allowPrivate: true });
    expect(await post(`http://127.0.0.1:${port}/`, {}, "{}")).toMatchObject({
      ok: false,
      code: "no_connection",
    });
    expect(arrived).toBe(1);
  });

  test("a name that answers differently the second time is asked once, and the address it was judged by is the one dialled", async () => {
    let asked = 0;
    const dialled: string[] = [];
    const post = createSafePost({
      allowPrivate: false,
      resolve: async () => (asked++ === 0 ? [PUBLIC] : ["127.0.0.1"]),
      dial: ({ address }) => {
        dialled.push(address);
        return toReceiver();
      },
    });
    expect(await post("http://rebind.example.org/ok", {}, "{}")).toEqual({
      ok: true,
      value: { status: 204 },
    });
    expect(asked).toBe(1);
    // A redirect asks again, and the new answer counts.
    expect(await post("http://rebind.example.org/ok", {}, "{}")).toMatchObject({
      ok: false,
      code: "private_address",
    });
    expect(dialled).toEqual([PUBLIC]);
  });

  test.each([
    ["/to-private", "private_address"],
    ["/to-port", "bad_port"],
    ["/to-file", "bad_scheme"],
    ["/for-ever", "too_many_redirects"],
    ["/huge", "answer_too_large"],
  ])("a public receiver that answers with %s gets no further: %s", async (path, code) => {
    const dialled: string[] = [];
    const post = createSafePost({
      allowPrivate: false,
      resolve: async () => [PUBLIC],
      dial: ({ address }) => {
        dialled.push(address);
        return toReceiver();
      },
    });
    expect(await post(`http://example.org${path}`, {}, "{}")).toMatchObject({ ok: false, code });
    expect(dialled.every(isPublicAddress)).toBe(true);
    expect(dialled.length).toBeLessThanOrEqual(LIMITS.webhookRedirectsMax + 1);
  });

  test("what may be sent to is not refused", () => {
    for (const url of [
      "https://example.org/",
      "http://93.184.215.14:8080/x",
      "https://[2606:2800:21f::1]:8443/",
    ]) {
      expect(parseAddress(url, { allowPrivate: false }).ok, url).toBe(true);
    }
  });
});

const answers: Readonly<Record<string, readonly [status: number, location: string]>> = {
  "/ok": [204, ""],
  "/to-private": [307, "http://169.254.169.254/latest/meta-data/"],
  "/to-port": [308, "http://example.org:22/"],
  "/to-file": [302, "file:///etc/passwd"],
  "/for-ever": [301, "/for-ever"],
};

const receiver = createServer((request, response) => {
  const [status, location] = answers[request.url ?? ""] ?? [200, ""];
  response.writeHead(status, location === "" ? {} : { location });
  response.end(request.url === "/huge" ? Buffer.alloc(LIMITS.webhookAnswerBytesMax + 1) : undefined);
});
beforeAll(() => new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", () => resolve())));
afterAll(() => new Promise<void>((resolve) => receiver.close(() => resolve())));

/** Stands in for the public internet. */
function toReceiver(): Socket {
  return connect({ host: "127.0.0.1", port: (receiver.address() as AddressInfo).port });
}
