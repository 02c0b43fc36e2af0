import { hash, verify } from "@node-rs/argon2";
import { LIMITS } from "#city/limits.ts";
import { err, ok, type Result } from "#city/result.ts";

/** Hashes passwords slowly. `busy`: too many wait for it already; try again. */
export interface PasswordHasher {
  hash(password: string): Promise<Result<string, "busy">>;
  /** Compares with the hash kept, or with nobody's when there is none: that takes as long, and the answer is false. */
  matches(password: string, kept: string | null): Promise<Result<boolean, "busy">>;
}

/** argon2id with 19 MiB, two passes, one lane. */
const ARGON2 = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** argon2id on threads of its own, a bounded number at a time. */
export async function createArgonHasher(): Promise<PasswordHasher> {
  const turns = createTurns();
  // Made here with the same parameters, so that comparing with it takes as long as with a real one.
  const nobody = await hash("nobody's password", ARGON2);
  return {
    hash: (password) => turns(() => hash(password, ARGON2)),
    matches: (password, kept) => turns(async () => (await verify(kept ?? nobody, password)) && kept !== null),
  };
}

/** Lets `passwordHashesMax` pieces of work run at a time, the rest in the order in which they came. */
function createTurns() {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<Result<T, "busy">> => {
    if (waiting.length >= LIMITS.passwordHashQueueMax) {
      return err("busy", "Too many sign in at this moment; try again in a few seconds.");
    }
    if (running >= LIMITS.passwordHashesMax) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return ok(await work());
    } finally {
      // The turn is handed on, or given up when nobody waits.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
