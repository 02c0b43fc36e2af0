import type { FastifyReply } from "fastify";
import type { Err } from "#city/result.ts";
import type { LinkFault, PasswordFault, SignUpFault } from "#server/auth/accounts.ts";
import { type Problem, sendProblem, unavailable } from "./problem.ts";
import { invalidBody } from "./read-body.ts";

/** What can be wrong with what people do to their accounts. */
export type AccountFault =
  | SignUpFault
  | LinkFault
  | PasswordFault
  | "wrong_code"
  | "mfa_on"
  | "mfa_off"
  | "last_admin";

/** Says what is wrong: where it is about one field of the body, at that field (`field`, when it has an unusual name). */
export function sendAccountFault(
  reply: FastifyReply,
  fault: Err<AccountFault> & { readonly retryAfterS?: number },
  field: string | null = null,
): FastifyReply {
  return sendProblem(reply, problemOf(fault, field));
}

const FIELDS: { readonly [F in AccountFault]?: string } = {
  bad_email: "/email",
  bad_name: "/name",
  bad_password: "/password",
  wrong_password: "/password",
  wrong_code: "/code",
};

function problemOf(
  { code, message, retryAfterS }: Err<AccountFault> & { readonly retryAfterS?: number },
  field: string | null,
): Problem {
  switch (code) {
    case "rate_limited":
      return { code, detail: message, ...(retryAfterS === undefined ? {} : { retryAfterS }) };
    case "busy":
      return unavailable(message);
    case "bad_admin_token":
      return { code: "forbidden", detail: message };
    case "link_spent":
      return { code: "gone", detail: message };
    case "address_taken":
    case "mfa_on":
    case "mfa_off":
    case "last_admin":
      return { code: "conflict", detail: message };
    default:
      return invalidBody([{ pointer: field ?? FIELDS[code] ?? "", detail: message }]);
  }
}
