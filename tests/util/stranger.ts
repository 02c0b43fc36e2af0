import type { Locator, Page } from "playwright-core";
import type { Hands } from "./hands.ts";

const PASSWORD = "lanterns over the quiet canal";

export interface Stranger {
  readonly page: Page;
  readonly hands: Hands;
  readonly url: string;
  readonly name: string;
  readonly email: string;
}

const link = (page: Page, name: string | RegExp) => shown(page.getByRole("link", { name, exact: true }));
const button = (page: Page, name: string | RegExp) => shown(page.getByRole("button", { name, exact: true }));

/** The first that can be seen: bars for phones and for desks hold the same links. */
function shown(found: Locator): Locator {
  return found.filter({ visible: true }).first();
}

/** Makes an account; with `token` it is the city's first administrator's, which needs no mail. */
export async function signUp(stranger: Stranger, token?: string): Promise<void> {
  const { page, hands, url, name, email } = stranger;
  await page.goto(`${url}/sign-up${token === undefined ? "" : `?token=${token}`}`);
  await hands.write(page.getByLabel("Name", { exact: true }), name);
  await hands.write(page.getByLabel("E-mail"), email);
  await hands.write(page.getByLabel("Password", { exact: true }), PASSWORD);
  await hands.press(button(page, "Create account"));
  if (token !== undefined) return;
  await hands.press(link(page, "Open the outbox"));
  const mail = page.getByRole("listitem").filter({ hasText: email }).first();
  await hands.press(mail.getByRole("link").first());
  await page.getByRole("heading", { name: "Address confirmed" }).waitFor();
  await hands.press(link(page, "Sign in"));
}

/** From the page for it to the portal. */
export async function signIn({ page, hands, email }: Stranger): Promise<void> {
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
  await hands.write(page.getByLabel("E-mail"), email);
  await hands.write(page.getByLabel("Password", { exact: true }), PASSWORD);
  await hands.press(button(page, "Sign in"));
  await page.getByRole("heading", { name: "My agents", level: 1 }).waitFor();
}

/** Makes an agent in the wizard, with all that is proposed but for its name and kind; ends on its page. Its id. */
export async function makeAgent({ page, hands }: Stranger, name: string): Promise<string> {
  await hands.press(link(page, "New agent"));
  const next = button(page, "Next");
  await hands.write(page.getByLabel("Name", { exact: true }), name);
  await hands.press(next);
  await hands.press(page.getByRole("radio", { name: /^Resident/ }));
  await hands.press(next);
  await page.getByRole("heading", { name: "Home", exact: true }).waitFor();
  await hands.press(next);
  await page.getByRole("heading", { name: "Key", exact: true }).waitFor();
  await hands.press(next);
  await hands.press(button(page, "Go live"));
  await page.getByRole("heading", { name: `${name} lives` }).waitFor();
  await hands.press(link(page, "See the agent"));
  await page.getByRole("heading", { name, level: 1 }).waitFor();
  // It stands in the city, and the page says where.
  await page.getByText("In the city since").waitFor();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** Claims the cheapest home of the registry that nobody owns; ends on its page, once it is theirs. Its id. */
export async function claimParcel({ page, hands }: Stranger): Promise<string> {
  // A phone's bar has room for less.
  await hands.press(link(page, /^(Properties|Property)$/));
  // The registry begins with what the grant of a new person reaches for.
  await hands.choose(page.getByLabel("Use"), "Home");
  await page.waitForURL(/use=home/);
  const rows = page.getByRole("row").filter({ hasText: "Unclaimed" });
  await hands.press(rows.getByRole("link").first());
  await hands.press(button(page, "Claim"));
  await hands.press(page.getByRole("dialog").getByRole("button", { name: "Claim", exact: true }));
  await page.getByText("Mine", { exact: true }).first().waitFor();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** From the parcel's page to the city, looking at it. */
export async function lookAtIt({ page, hands }: Stranger): Promise<void> {
  await hands.press(link(page, "See it in the city"));
  await page.waitForURL(/\/\?cam=/);
}
