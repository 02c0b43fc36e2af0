import { assertExists } from "#city/assert.ts";
import type { TestWeb } from "./test-web.ts";

/** The token of the newest link that was mailed to somebody. */
export async function newestToken(
  { people, pool }: Pick<TestWeb, "people" | "pool">,
  recipient: string,
): Promise<string> {
  await people.mailDone();
  const { rows } = await pool.query<{ text: string }>(
    "SELECT text FROM outbox_mail WHERE recipient = $1 ORDER BY id DESC LIMIT 1",
    [recipient],
  );
  return assertExists(/token=([\w-]+)/.exec(rows[0]?.text ?? "")?.[1], `a link was mailed to ${recipient}`);
}
