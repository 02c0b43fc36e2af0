import type { StatementLine } from "#city/protocol/estate-views.ts";

const HEAD = ["time", "tick", "amount", "balance", "cause", "counterparty", "counterparty_id"];

/** A statement as comma-separated values (RFC 4180): amounts in credits with two decimals, UTF-8. */
export function statementCsv(lines: readonly StatementLine[]): string {
  const rows = lines.map((line) => [
    line.at ?? "",
    String(line.tick),
    credits(line.amount_cents),
    credits(line.balance_cents),
    line.cause,
    plainText(line.counterparty.name ?? "City Hall"),
    line.counterparty.id ?? "",
  ]);
  return [HEAD, ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

function credits(cents: number): string {
  const whole = Math.trunc(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, "0");
  return `${cents < 0 ? "-" : ""}${whole}.${rest}`;
}

/** Names are chosen by people: a spreadsheet must not take one for a formula. */
function plainText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
