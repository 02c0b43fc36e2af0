"use client";

import type { ComponentProps } from "react";
import { LIMITS } from "#city/limits.ts";
import { useText } from "#components/i18n/use-text.ts";
import { cx } from "#components/ui/cx.ts";
import { PasswordInput } from "#components/ui/text-input.tsx";
import { type Strength, strengthOf } from "./password-strength.ts";

const TONES: Readonly<Record<Strength, string>> = {
  short: "text-muted",
  weak: "text-warn",
  fair: "text-ink",
  good: "text-good",
};

type NewPasswordInputProps = Omit<ComponentProps<typeof PasswordInput>, "hint" | "autoComplete"> & {
  /** What stands in the field now. */
  readonly current: string;
  /** Name and e-mail address: what others know and a password should not lean on. */
  readonly personal: readonly string[];
};

/** A password to be: says in words how good it is while it is typed. */
export function NewPasswordInput({ current, personal, ...rest }: NewPasswordInputProps) {
  const t = useText("auth");
  const strength = strengthOf(current, personal);
  const missing = LIMITS.passwordCharsMin - [...current].length;
  return (
    <PasswordInput
      {...rest}
      autoComplete="new-password"
      hint={
        current === "" ? (
          t("passwordHint", { min: LIMITS.passwordCharsMin })
        ) : (
          <span role="status" className={cx("font-medium", TONES[strength])}>
            {t(`strength.${strength}`, { missing: Math.max(0, missing) })}
          </span>
        )
      }
    />
  );
}
