import type { Mail } from "./mailer.ts";

/** Languages mails are written in; English for everybody else. */
export type MailLanguage = "en" | "de";

/** The language of a person or of a browser's Accept-Language header. */
export function mailLanguage(locale: string | null | undefined): MailLanguage {
  return /^de\b/i.test(locale ?? "") ? "de" : "en";
}

/**
 * What people are written. No name stands in them: whoever signs up with somebody else's address could make it say
 * anything.
 */
export type MailKind =
  | "verify"
  | "known_verified"
  | "known_unverified"
  | "reset"
  | "new_email"
  | "email_changed"
  | "password_changed";

interface Text {
  readonly subject: string;
  readonly lines: (link: string) => readonly string[];
}

/** Writes one mail. `link` leads to the page where it goes on. */
export function writeMail(kind: MailKind, language: MailLanguage, to: string, link: string): Mail {
  const { subject, lines } = TEXTS[language][kind];
  return { to, subject, text: `${lines(link).join("\n\n")}\n\nBorough\n` };
}

const ENGLISH: Readonly<Record<MailKind, Text>> = {
  verify: {
    subject: "Confirm your address for Borough",
    lines: (link) => [
      "Open this link to confirm that this address is yours. It works once, for 24 hours:",
      link,
      "If you did not sign up, do nothing: without the link nobody can use the account.",
    ],
  },
  known_verified: {
    subject: "You already have an account at Borough",
    lines: (link) => [
      "Somebody, perhaps you, wanted to sign up with this address. You have an account already: sign in with your password.",
      "If you have forgotten it, set a new one here. The link works once, for an hour:",
      link,
      "If it was not you, do nothing: nothing has changed.",
    ],
  },
  known_unverified: {
    subject: "Finish signing up at Borough",
    lines: (link) => [
      "This address was given before, but never confirmed. Confirm it and choose your password here; the link works once, for an hour:",
      link,
      "If you did not sign up, do nothing: without the link nobody can use the account.",
    ],
  },
  reset: {
    subject: "Set a new password for Borough",
    lines: (link) => [
      "Set a new password here. The link works once, for an hour, and ends all sessions:",
      link,
      "If you did not ask for it, do nothing: your password stays as it is.",
    ],
  },
  new_email: {
    subject: "Confirm your new address for Borough",
    lines: (link) => [
      "Open this link to make this the address of your account. It works once, for 24 hours:",
      link,
      "If you did not ask for it, do nothing.",
    ],
  },
  email_changed: {
    subject: "The address of your account at Borough has changed",
    lines: (link) => [
      "Your account now has another e-mail address; mail no longer comes here.",
      "If it was not you, write to whoever runs this city:",
      link,
    ],
  },
  password_changed: {
    subject: "Your password at Borough has changed",
    lines: (link) => [
      "Your password was changed, and all other sessions have ended.",
      "If it was not you, set a new one at once:",
      link,
    ],
  },
};

const GERMAN: Readonly<Record<MailKind, Text>> = {
  verify: {
    subject: "Bestätigen Sie Ihre Adresse für Borough",
    lines: (link) => [
      "Öffnen Sie diesen Link, um zu bestätigen, dass die Adresse Ihnen gehört. Er gilt einmal, 24 Stunden lang:",
      link,
      "Wenn Sie sich nicht angemeldet haben, müssen Sie nichts tun: Ohne den Link kann niemand das Konto benutzen.",
    ],
  },
  known_verified: {
    subject: "Sie haben schon ein Konto bei Borough",
    lines: (link) => [
      "Jemand, vielleicht Sie, wollte mit dieser Adresse ein Konto anlegen. Sie haben schon eines: Melden Sie sich mit Ihrem Passwort an.",
      "Falls Sie es vergessen haben, setzen Sie hier ein neues. Der Link gilt einmal, eine Stunde lang:",
      link,
      "Wenn Sie es nicht waren, müssen Sie nichts tun: Es hat sich nichts geändert.",
    ],
  },
  known_unverified: {
    subject: "Schließen Sie die Anmeldung bei Borough ab",
    lines: (link) => [
      "Diese Adresse wurde schon einmal angegeben, aber nie bestätigt. Bestätigen Sie sie und wählen Sie hier Ihr Passwort; der Link gilt einmal, eine Stunde lang:",
      link,
      "Wenn Sie sich nicht angemeldet haben, müssen Sie nichts tun: Ohne den Link kann niemand das Konto benutzen.",
    ],
  },
  reset: {
    subject: "Setzen Sie ein neues Passwort für Borough",
    lines: (link) => [
      "Setzen Sie hier ein neues Passwort. Der Link gilt einmal, eine Stunde lang, und beendet alle Sitzungen:",
      link,
      "Wenn Sie das nicht wollten, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.",
    ],
  },
  new_email: {
    subject: "Bestätigen Sie Ihre neue Adresse für Borough",
    lines: (link) => [
      "Öffnen Sie diesen Link, damit Ihr Konto diese Adresse bekommt. Er gilt einmal, 24 Stunden lang:",
      link,
      "Wenn Sie das nicht wollten, müssen Sie nichts tun.",
    ],
  },
  email_changed: {
    subject: "Die Adresse Ihres Kontos bei Borough hat sich geändert",
    lines: (link) => [
      "Ihr Konto hat jetzt eine andere E-Mail-Adresse; hierher kommt keine Post mehr.",
      "Wenn Sie es nicht waren, wenden Sie sich an den Betreiber dieser Stadt:",
      link,
    ],
  },
  password_changed: {
    subject: "Ihr Passwort bei Borough hat sich geändert",
    lines: (link) => [
      "Ihr Passwort wurde geändert, und alle anderen Sitzungen sind beendet.",
      "Wenn Sie es nicht waren, setzen Sie sofort ein neues:",
      link,
    ],
  },
};

const TEXTS: Readonly<Record<MailLanguage, Readonly<Record<MailKind, Text>>>> = {
  en: ENGLISH,
  de: GERMAN,
};
