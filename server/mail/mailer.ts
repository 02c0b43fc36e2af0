import { setTimeout as delay } from "node:timers/promises";
import { LIMITS } from "#city/limits.ts";
import type { Log } from "#server/telemetry/log.ts";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

/** Takes one mail to where it belongs. Rejects when it could not. */
export type Deliver = (mail: Mail) => Promise<void>;

/** Sends mail beside what caused it: an answer that waits for a mail server would tell who has an account. */
export interface Mailer {
  /** `compose` may look things up first; null: there is nothing to send. */
  post(compose: () => Promise<Mail | null>): void;
  /** Resolves when all that was posted by now is delivered or given up. */
  done(): Promise<void>;
  /** The same, without further tries. */
  close(): Promise<void>;
}

export interface MailerOptions {
  readonly deliver: Deliver;
  readonly log: Pick<Log, "error">;
  readonly retryMs: number;
}

/** Delivers in the background, a few times if need be, and says in the log what could not be delivered (never to whom). */
export function createMailer({ deliver, log, retryMs }: MailerOptions): Mailer {
  const underWay = new Set<Promise<void>>();
  let closing = false;

  async function send(compose: () => Promise<Mail | null>): Promise<void> {
    const mail = await compose();
    if (mail === null) return;
    for (let attempt = 1; ; attempt++) {
      try {
        return await deliver(mail);
      } catch (error) {
        if (attempt === LIMITS.mailAttemptsMax || closing) {
          throw error;
        }
        await delay(retryMs);
      }
    }
  }

  const done = async () => {
    await Promise.all(underWay);
  };

  return {
    post(compose) {
      if (underWay.size >= LIMITS.mailQueueMax) {
        log.error({ waiting: underWay.size }, "too many mails wait; one was dropped");
        return;
      }
      const sent = send(compose)
        // Not the error itself: a mail server's answer may name the recipient.
        .catch((error: unknown) => log.error({ reason: kindOf(error) }, "a mail could not be delivered"))
        .finally(() => underWay.delete(sent));
      underWay.add(sent);
    },
    done,
    close() {
      closing = true;
      return done();
    },
  };
}

function kindOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
