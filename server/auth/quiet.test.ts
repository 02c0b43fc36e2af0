import { Writable } from "node:stream";
import { Secret, TOTP } from "otpauth";
import { pino } from "pino";
import { expect, test } from "vitest";
import { newestToken } from "#tests/util/outbox.ts";
import { asPerson } from "#tests/util/people.ts";
import { asProgram } from "#tests/util/programs.ts";
import { signIn } from "#tests/util/sign-in.ts";
import { startTestWeb } from "#tests/util/test-web.ts";

test("[PE-22] at its most talkative the log holds no password, token, code, cookie or address of anybody", async () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const web = await startTestWeb({ log: pino({ level: "trace" }, sink) });
  const secrets: string[] = [];
  const secret = <T extends string>(text: T): T => {
    secrets.push(text);
    return text;
  };
  const email = secret("whisper@example.org");
  const password = secret("a river of seven stones");
  const stranger = asPerson(web, null);
  await stranger("POST", "/account/sign-up", { email, password, name: "Ada" });
  await stranger("POST", "/account/verify", { token: secret(await newestToken(web, email)) });
  await signIn(web, email, secret("a wrong password of somebody"));
  const { cookie } = await signIn(web, email, password);
  secret(/session-token=([^;]+)/.exec(cookie)?.[1] ?? "no cookie");
  const tokens = await (
    await stranger("POST", "/auth/token", { email, password, program: "a program" })
  ).json();
  await stranger("POST", "/auth/refresh", { refresh_token: secret(tokens.refresh_token) });
  await asProgram(web, secret(tokens.access_token))("GET", "/account");
  const me = asPerson(web, cookie);
  const begun = await (await me("POST", "/account/mfa/begin", {})).json();
  const code = TOTP.generate({ secret: Secret.fromBase32(secret(begun.secret)) });
  const { backup_codes } = await (await me("POST", "/account/mfa/confirm", { code })).json();
  secret(backup_codes[0]);
  await stranger("POST", "/account/reset", { email });
  await stranger("POST", "/account/reset/confirm", {
    token: secret(await newestToken(web, email)),
    password: "x",
  });
  // What fails is logged with all that is known of it.
  await web.pool.query("ALTER TABLE user_session RENAME TO user_session_gone");
  await signIn(web, email, password);
  await me("GET", "/account");
  await stranger("POST", "/auth/refresh", { refresh_token: tokens.refresh_token });
  await asProgram(web, tokens.access_token)("GET", "/account");
  await stranger("POST", "/account/reset/confirm", { token: "A".repeat(43), password });
  await web.stop();
  const log = lines.join("");
  expect(log.length).toBeGreaterThan(0);
  for (const text of secrets) expect(log).not.toContain(text);
});
