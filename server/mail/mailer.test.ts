import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { freePort } from "#tests/util/free-port.ts";
import { silentLog } from "#tests/util/silent-log.ts";
import { createMailer, type Mail } from "./mailer.ts";
import { writeMail } from "./mails.ts";
import { smtpDelivery } from "./smtp.ts";

const MAIL: Mail = {
  to: "ada@example.org",
  subject: "Bestätige",
  text: "Öffne:\n\nhttp://x/verify?token=abc\n",
};
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** As much of a mail server as takes one mail after another; keeps all that it was told. */
async function mailServer(): Promise<{ readonly url: string; readonly heard: string[] }> {
  const heard: string[] = [];
  const port = await freePort();
  const server = createServer((socket: Socket) => {
    const state = { inBody: false };
    socket.write("220 test\r\n");
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      heard.push(chunk);
      for (const line of chunk.split("\r\n").slice(0, -1)) {
        const reply = replyTo(line, state);
        if (reply !== null) socket.write(`${reply}\r\n`);
      }
    });
    socket.on("error", () => {});
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  stops.push(() => server.close());
  return { url: `smtp://127.0.0.1:${port}`, heard };
}

function replyTo(line: string, state: { inBody: boolean }): string | null {
  if (state.inBody && line !== ".") return null;
  state.inBody = /^DATA/i.test(line);
  if (state.inBody) return "354 go on";
  return /^QUIT/i.test(line) ? "221 bye" : "250 ok";
}

test("[PE-23] a mail server gets sender, recipient, subject and text", async () => {
  const { url, heard } = await mailServer();
  const smtp = smtpDelivery(url, "Borough <city@example.org>");
  stops.unshift(() => smtp.close());
  await smtp.deliver(MAIL);
  const said = heard.join("");
  expect(said).toContain("MAIL FROM:<city@example.org>");
  expect(said).toContain("RCPT TO:<ada@example.org>");
  expect(said).toMatch(/Subject: =\?UTF-8\?/);
});

test("[PE-23] what fails is tried again, then given up with one line that names nobody", async () => {
  const error = vi.fn();
  let tries = 0;
  const mailer = createMailer({
    deliver: async () => {
      tries++;
      throw new Error("550 ada@example.org is unknown");
    },
    log: { ...silentLog, error },
    retryMs: 1,
  });
  mailer.post(async () => MAIL);
  await mailer.done();
  expect(tries).toBe(3);
  expect(error).toHaveBeenCalledOnce();
  expect(JSON.stringify(error.mock.calls)).not.toContain("ada@");
});

test("[PE-23] a mail that goes through at a later try is sent once; none at all is fine", async () => {
  const sent: Mail[] = [];
  let fails = 2;
  const mailer = createMailer({
    deliver: async (mail) => {
      if (fails-- > 0) throw new Error("try later");
      sent.push(mail);
    },
    log: silentLog,
    retryMs: 1,
  });
  mailer.post(async () => MAIL);
  mailer.post(async () => null);
  await mailer.done();
  expect(sent).toEqual([MAIL]);
});

test("[PE-3] every mail is written in both languages, with its link", () => {
  const kinds = [
    "verify",
    "known_verified",
    "known_unverified",
    "reset",
    "new_email",
    "email_changed",
    "password_changed",
  ] as const;
  for (const kind of kinds) {
    const [en, de] = (["en", "de"] as const).map((language) =>
      writeMail(kind, language, "a@b.c", "http://x/y"),
    );
    expect(en?.text).toContain("http://x/y");
    expect(de?.text).toContain("http://x/y");
    expect(de?.subject).not.toBe(en?.subject);
  }
});
