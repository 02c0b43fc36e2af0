"use client";

import { TriangleAlert } from "lucide-react";
import { useText } from "#components/i18n/use-text.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/states.tsx";

/** In place of a page that threw; the frame around it still works. */
export function BrokenPage({ reset }: { readonly reset: () => void }) {
  const t = useText("frame");
  const k = useText("kit");
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert size={22} aria-hidden="true" />}
        title={t("brokenTitle")}
        text={t("brokenText")}
        action={
          <Button tone="primary" onClick={reset}>
            {k("tryAgain")}
          </Button>
        }
      />
    </div>
  );
}
