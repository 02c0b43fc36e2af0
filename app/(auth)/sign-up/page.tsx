import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { nextPath } from "#components/account/next-path.ts";
import { SignUpForm } from "#components/account/sign-up-form.tsx";
import { textsOf } from "#components/i18n/texts-of.ts";
import { currentPerson } from "#server/auth/session.next.ts";
import { preferences } from "../../preferences.ts";
import { type Search, textIn } from "../../search.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).auth.signUpTitle };
}

export default async function SignUpPage({ searchParams }: { readonly searchParams: Promise<Search> }) {
  const search = await searchParams;
  const next = nextPath(textIn(search, "next") ?? undefined);
  if ((await currentPerson()) !== null) redirect(next);
  return <SignUpForm token={textIn(search, "token")} next={next} />;
}
