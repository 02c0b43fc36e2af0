import { createHash, randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { LIMITS } from "#city/limits.ts";
import { fault } from "#city/protocol/field-faults.ts";
import { err, ok, type Result } from "#city/result.ts";
import type { MfaStore } from "#server/db/mfa-store.ts";
import type { PeopleParts } from "./people-parts.ts";
import type { Session } from "./sessions.ts";

const PERIOD_S = 30;
/** A phone's clock may be half a minute off either way. */
const WINDOW_STEPS = 1;
const SECRET_BYTES = 20;
const BACKUP_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const BACKUP_CHARS = 10;

export type CodeFault = "wrong_code" | "rate_limited";

/** Codes of an authenticator app (TOTP), each of which counts once, and backup codes. */
export interface SecondFactor {
  /** Proposes a secret; it counts once a code of it was given. */
  begin(user: Session): Promise<Result<{ readonly secret: string; readonly uri: string }, "mfa_on">>;
  /** Turns it on; returns the backup codes, which are shown this once. */
  confirm(
    user: Session,
    code: string,
    address: string,
  ): Promise<Result<readonly string[], CodeFault | "mfa_on" | "mfa_off">>;
  /** Takes a code of the app or a backup code: from then on the session counts. */
  give(user: Session, code: string, address: string): Promise<Result<null, CodeFault>>;
  /** True when the code is right; uses it up. */
  check(user: CodeOwner, code: string, address: string): Promise<Result<null, CodeFault>>;
  /** Turns it off. */
  end(user: Session): Promise<void>;
}

export type CodeOwner = Pick<Session, "userId" | "publicId">;

const WRONG_CODE = fault("wrong_code");

type FactorParts = Pick<PeopleParts, "sealer" | "sessions" | "throttle" | "wallMs" | "siteUrl">;

export function createSecondFactor(store: MfaStore, parts: FactorParts): SecondFactor {
  const { sealer, sessions, throttle, wallMs, siteUrl } = parts;
  const label = `Borough (${new URL(siteUrl).host})`;

  /** The secret kept for a person, or null when there is none that can be read. */
  async function secretOf({ userId, publicId }: CodeOwner): Promise<Secret | null> {
    const row = await store.find(userId);
    if (row === null || row.sealed === null) return null;
    const opened = sealer.open(row.sealed, placeOf(publicId));
    return opened.ok ? Secret.fromBase32(opened.value) : null;
  }

  async function takeAppCode(user: CodeOwner, code: string): Promise<boolean> {
    const secret = await secretOf(user);
    if (secret === null) return false;
    const nowMs = wallMs();
    const delta = TOTP.validate({
      token: code,
      secret,
      period: PERIOD_S,
      timestamp: nowMs,
      window: WINDOW_STEPS,
    });
    if (delta === null) return false;
    return store.takeStep(user.userId, Math.floor(nowMs / 1000 / PERIOD_S) + delta);
  }

  async function check(user: CodeOwner, text: string, address: string): Promise<Result<null, CodeFault>> {
    const taken = await throttle.takeCodeTry(address, user.publicId);
    if (!taken.ok) return taken;
    const code = text.toLowerCase().replace(/[\s-]/g, "");
    const right = /^\d{6}$/.test(code)
      ? await takeAppCode(user, code)
      : await store.takeBackupCode(user.userId, hashBackupCode(user.publicId, code));
    if (!right) return WRONG_CODE;
    await throttle.codeWasRight(address, user.publicId);
    return ok(null);
  }

  return {
    check,
    async begin(user) {
      const secret = new Secret({ size: SECRET_BYTES });
      const sealed = sealer.seal(secret.base32, placeOf(user.publicId));
      if (!(await store.propose(user.userId, sealed))) {
        return err("mfa_on", "The second factor is set up already: turn it off first.");
      }
      const totp = new TOTP({ issuer: label, label: user.email, secret, period: PERIOD_S });
      return ok({ secret: secret.base32, uri: totp.toString() });
    },
    async confirm(user, code, address) {
      const row = await store.find(user.userId);
      if (row?.enabled) return err("mfa_on", "The second factor is set up already.");
      if (row === null || row.sealed === null) return err("mfa_off", "Begin with a new secret first.");
      const right = await check(user, code, address);
      if (!right.ok) return right;
      const codes = Array.from({ length: LIMITS.backupCodes }, newBackupCode);
      // Before it is on: the session it is done in goes on.
      await sessions.noteMfa(user.sessionId);
      await store.enable(
        user.userId,
        codes.map((one) => hashBackupCode(user.publicId, one.replace("-", ""))),
      );
      sessions.forget(user.userId);
      return ok(codes);
    },
    async give(user, code, address) {
      const right = await check(user, code, address);
      if (right.ok) await sessions.noteMfa(user.sessionId);
      return right;
    },
    async end(user) {
      await store.disable(user.userId);
      sessions.forget(user.userId);
    },
  };
}

function placeOf(publicId: string): string {
  return `totp:${publicId}`;
}

/** 49 random bits, of letters that are not mistaken for each other. */
function newBackupCode(): string {
  const chars = Array.from({ length: BACKUP_CHARS }, () =>
    BACKUP_ALPHABET.charAt(randomInt(BACKUP_ALPHABET.length)),
  );
  return `${chars.slice(0, BACKUP_CHARS / 2).join("")}-${chars.slice(BACKUP_CHARS / 2).join("")}`;
}

/** Bound to the person. So many random bits, with so few tries allowed, need no slow hash. */
function hashBackupCode(publicId: string, code: string): Buffer {
  return createHash("sha256").update(`${publicId} ${code}`).digest();
}
