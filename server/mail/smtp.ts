import { createTransport } from "nodemailer";
import type { Deliver } from "./mailer.ts";

const TIMEOUT_MS = 10_000;

/** Delivers through a mail server, such as smtps://user:password@mail.example.org. */
export function smtpDelivery(url: string, from: string): { readonly deliver: Deliver; close(): void } {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // A mail is made of our own texts: nothing is read from files or addresses in it.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    deliver: async ({ to, subject, text }) => {
      await transport.sendMail({ from, to: { name: "", address: to }, subject, text });
    },
    close: () => transport.close(),
  };
}
