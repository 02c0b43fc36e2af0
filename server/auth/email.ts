import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { fault } from "#city/protocol/field-faults.ts";
import { ok, type Result } from "#city/result.ts";

const address = z.email().max(LIMITS.emailCharsMax);

/** The e-mail address as it is kept: without spaces around it, in lower case. */
export function parseEmail(text: string): Result<string, "bad_email"> {
  const email = text.trim().toLowerCase();
  return address.safeParse(email).success ? ok(email) : fault("bad_email");
}
