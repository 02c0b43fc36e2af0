import type { FastifyReply } from "fastify";
import { API_ERRORS, type ApiErrorCode } from "#city/protocol/codes.ts";
import type { FieldFault } from "#city/protocol/field-faults.ts";

export interface Problem {
  readonly code: ApiErrorCode;
  /** One sentence: what is wrong and what to do. */
  readonly detail: string;
  readonly errors?: readonly FieldFault[];
  readonly retryAfterS?: number;
}

/** What cannot be answered as asked. Thrown where a plain return would have to pass through others. */
export class ApiFault extends Error {
  override name = "ApiFault";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export const PROBLEM_TYPE = "application/problem+json";

/** How long to wait before asking a city again that is down; a restart takes a few seconds. */
const UNAVAILABLE_RETRY_S = 2;

export function unavailable(detail: string): Problem {
  return { code: "unavailable", detail, retryAfterS: UNAVAILABLE_RETRY_S };
}

/** The body of an error reply (RFC 9457). `instance` is the path asked for. */
export function problemBody(problem: Problem, instance: string, requestId: string): string {
  const { status, title } = API_ERRORS[problem.code];
  return JSON.stringify({
    type: `/docs/errors#${problem.code}`,
    title,
    status,
    detail: problem.detail,
    instance,
    code: problem.code,
    requestId,
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
  });
}

/** The one place where an error becomes a reply. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.retryAfterS !== undefined) reply.header("retry-after", problem.retryAfterS);
  if (problem.code === "unauthorized") reply.header("www-authenticate", 'Bearer realm="borough"');
  const path = reply.request.url.split("?", 1)[0] ?? "";
  return reply
    .code(API_ERRORS[problem.code].status)
    .header("content-type", PROBLEM_TYPE)
    .send(problemBody(problem, path.slice(0, 200), reply.request.id));
}
