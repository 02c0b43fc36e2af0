import { LIMITS } from "#city/limits.ts";
import type { MailTokenKind } from "#server/db/mail-token-store.ts";
import { findForMail, type MailPerson } from "#server/db/person-store.ts";
import type { Mail } from "#server/mail/mailer.ts";
import { type MailKind, mailLanguage, writeMail } from "#server/mail/mails.ts";
import type { PeopleParts } from "./people-parts.ts";
import { hashSecret, newSecret } from "./secret-token.ts";

/** Sends links to people. Nothing here tells its caller whether there was anybody to send one to. */
export interface MailLinks {
  /** To confirm the address of an account that is not confirmed yet. `locale`: of whoever asks. */
  sendVerify(email: string, locale: string | null): void;
  /** To set a new password. */
  sendReset(email: string, locale: string | null): void;
  /** To make a new address the account's. */
  sendNewEmail(userId: number, email: string, locale: string | null): void;
  /** A link whose token is in the database already, or a notice that leads to a page. */
  send(kind: MailKind, to: string, locale: string | null, path: string): void;
}

const LIFE_SECONDS: Readonly<Record<MailTokenKind, number>> = {
  verify: LIMITS.verifyLinkSeconds,
  email: LIMITS.verifyLinkSeconds,
  reset: LIMITS.resetLinkSeconds,
};

export const verifyPath = (token: string) => `/verify?token=${token}`;
export const resetPath = (token: string) => `/reset/confirm?token=${token}`;

type LinkParts = Pick<PeopleParts, "pool" | "tokens" | "mailer" | "throttle" | "siteUrl">;

export function createMailLinks({ pool, tokens, mailer, throttle, siteUrl }: LinkParts): MailLinks {
  /** Null when the recipient has had enough mail for now. */
  async function compose(
    kind: MailKind,
    to: string,
    locale: string | null,
    path: string,
  ): Promise<Mail | null> {
    return (await throttle.takeMail(to)) ? writeMail(kind, mailLanguage(locale), to, siteUrl + path) : null;
  }

  async function newToken(userId: number, kind: MailTokenKind, email: string | null): Promise<string> {
    const token = newSecret();
    await tokens.insert({ hash: hashSecret(token), userId, kind, email, lifeSeconds: LIFE_SECONDS[kind] });
    return token;
  }

  function toPerson(email: string, write: (person: MailPerson) => Promise<Mail | null>): void {
    mailer.post(async () => {
      const person = await findForMail(pool, email);
      return person === null ? null : write(person);
    });
  }

  return {
    sendVerify: (email, locale) =>
      toPerson(email, async ({ id, verified, locale: own }) =>
        verified
          ? null
          : compose("verify", email, own ?? locale, verifyPath(await newToken(id, "verify", null))),
      ),
    sendReset: (email, locale) =>
      toPerson(email, async ({ id, locale: own }) =>
        compose("reset", email, own ?? locale, resetPath(await newToken(id, "reset", null))),
      ),
    sendNewEmail: (userId, email, locale) =>
      mailer.post(async () => {
        // An address that somebody else has stays theirs; that is not told to whoever asks.
        if ((await findForMail(pool, email)) !== null) return null;
        return compose("new_email", email, locale, verifyPath(await newToken(userId, "email", email)));
      }),
    send: (kind, to, locale, path) => mailer.post(() => compose(kind, to, locale, path)),
  };
}
