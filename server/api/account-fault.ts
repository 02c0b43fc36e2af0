import type { FastifyReply } from "fastify";
import { type FieldFaultCode, faultAt } from "#city/protocol/field-faults.ts";
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

/** Where it is, of what is about a field. */
const FIELDS: Readonly<Record<Extract<AccountFault, FieldFaultCode>, string>> = {
  bad_email: "/email",
  name_length: "/name",
  bad_name: "/name",
  password_length: "/password",
  common_password: "/password",
  personal_password: "/password",
  wrong_password: "/password",
  wrong_code: "/code",
};

function problemOf(
  fault: Err<AccountFault> & { readonly retryAfterS?: number },
  field: string | null,
): Problem {
  const { code, message, retryAfterS } = fault;
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
      return invalidBody([faultAt(field ?? FIELDS[code], { ...fault, code })]);
  }
}
