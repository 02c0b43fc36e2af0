"use client";

import { KeyRound } from "lucide-react";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { Button } from "#components/ui/button.tsx";

interface Providers {
  readonly providers: readonly { readonly id: string; readonly name: string }[];
}

/** The ways in through somebody else's door, as many as this city has set up; often none. */
export function ProviderButtons({ next }: { readonly next: string }) {
  const t = useText("auth");
  const { data } = useApi<Providers>("/account/providers");
  const [going, setGoing] = useState<string | null>(null);
  const providers = data?.providers.filter(({ id }) => id !== "credentials") ?? [];
  if (providers.length === 0) return null;
  return (
    <div className="grid gap-3">
      <p className="flex items-center gap-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("or")}
      </p>
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          wide
          loading={going === id}
          icon={<KeyRound size={16} aria-hidden="true" />}
          onClick={() => {
            setGoing(id);
            signIn(id, { callbackUrl: next }).catch(() => setGoing(null));
          }}
        >
          {t("continueWith", { provider: name })}
        </Button>
      ))}
    </div>
  );
}
