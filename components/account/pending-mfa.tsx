"use client";

import { MfaForm } from "./mfa-form.tsx";

/** The second step on a page of its own, for those who come back before giving it. */
export function PendingMfa({ next }: { readonly next: string }) {
  return <MfaForm onDone={() => window.location.assign(next)} />;
}
