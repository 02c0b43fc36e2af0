import { formatId } from "#city/ids.ts";
import type { Mail } from "#server/mail/mailer.ts";
import { mailLanguage } from "#server/mail/mails.ts";
import type { LeakedKey } from "./key-book-store.ts";

/** Tells the owner that a key was found where it should not be, and is revoked. */
export function leakMail(leaked: LeakedKey, to: string, siteUrl: string): Mail {
  const agentId = formatId("agt", leaked.world, leaked.agent);
  const page = new URL(`/portal/agents/${agentId}`, siteUrl).href;
  const { keyName, agentName } = leaked;
  return mailLanguage(leaked.locale) === "de"
    ? {
        to,
        subject: "Ein Schlüssel Ihres Agenten wurde gesperrt",
        text: [
          `Der Schlüssel „${keyName}“ von ${agentName} wurde als öffentlich zugänglich gemeldet.`,
          "Er ist seit diesem Augenblick gesperrt; wer ihn hat, kann nichts mehr damit tun.",
          `Legen Sie hier einen neuen an und geben Sie ihn dem Programm des Agenten: ${page}`,
        ].join("\n\n"),
      }
    : {
        to,
        subject: "A key of your agent was revoked",
        text: [
          `The key "${keyName}" of ${agentName} was reported as found in public.`,
          "It was revoked at that moment: whoever has it can do nothing with it any more.",
          `Make a new one here and give it to the agent's program: ${page}`,
        ].join("\n\n"),
      };
}
