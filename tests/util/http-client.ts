import { connect } from "node:net";
import { expect } from "vitest";
import { API_ERRORS } from "#city/protocol/codes.ts";

/** Sends bytes over a bare connection and returns all that comes back until the other side, or the limit, ends it. */
export function rawExchange(port: number, bytes: Uint8Array | string, limitMs = 3_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.end(bytes));
    let received = "";
    const timer = setTimeout(() => socket.destroy(), limitMs);
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
    });
    socket.on("error", (error: Error & { readonly code?: string }) => {
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
    });
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(received);
    });
  });
}

/** Checks that a reply is a problem of the closed list, and returns its code. */
export function expectProblem(status: number, contentType: string | null, body: string): string {
  expect(contentType).toMatch(/^application\/problem\+json/);
  const problem: Record<string, unknown> = JSON.parse(body);
  const known = Object.entries(API_ERRORS).find(([code]) => code === problem.code)?.[1];
  expect(known, `the code ${String(problem.code)} is on the list`).toBeDefined();
  expect(problem).toMatchObject({
    status,
    title: known?.title,
    type: `/docs/errors#${String(problem.code)}`,
  });
  expect(known?.status).toBe(status);
  expect(problem.detail).toMatch(/[.?]$/);
  expect(problem.requestId).toMatch(/^req_/);
  return String(problem.code);
}
