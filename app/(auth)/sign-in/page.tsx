import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { nextPath } from "#components/account/next-path.ts";
import { SignInForm } from "#components/account/sign-in-form.tsx";
import { textsOf } from "#components/i18n/texts-of.ts";
import { currentPerson, pendingPerson } from "#server/auth/session.next.ts";
import { preferences } from "../../preferences.ts";
import { type Search, textIn } from "../../search.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).auth.signIn };
}

export default async function SignInPage({ searchParams }: { readonly searchParams: Promise<Search> }) {
  const search = await searchParams;
  // next-auth brings people back with `callbackUrl`, our own pages with `next`.
  const next = nextPath(textIn(search, "next") ?? textIn(search, "callbackUrl") ?? undefined);
  const fault = textIn(search, "error");
  if (fault === null && (await currentPerson()) !== null) redirect(next);
  return (
    <SignInForm
      pending={(await pendingPerson()) !== null}
      next={next}
      fault={fault}
      done={textIn(search, "done") === "password" ? "passwordSet" : null}
    />
  );
}
