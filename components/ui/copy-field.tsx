"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { IconButton } from "./button.tsx";
import { Field } from "./field.tsx";
import { useToast } from "./toast.tsx";

const SHOWN_MS = 2_500;

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly hideLabel?: boolean;
}

/** Something to take along: a key, an address, a command. */
export function CopyField({ label, value, hint, hideLabel }: CopyFieldProps) {
  return (
    <Field label={label} hint={hint} hideLabel={hideLabel}>
      {(control) => (
        <span className="relative block">
          <input
            {...control}
            readOnly
            value={value}
            spellCheck={false}
            className="input truncate pr-12 font-mono text-sm! text-ink!"
            onFocus={(event) => event.target.select()}
          />
          <span className="absolute inset-y-0 right-1 grid place-items-center">
            <CopyButton value={value} label={label} />
          </span>
        </span>
      )}
    </Field>
  );
}

/** The button alone, beside what it copies. */
export function CopyButton({ value, label }: { readonly value: string; readonly label: string }) {
  const t = useText("kit");
  const toast = useToast();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      // Refused without HTTPS or by a setting: the text can still be marked and copied by hand.
      () => toast({ tone: "bad", title: t("notCopied") }),
    );
  return (
    <>
      <IconButton
        label={t("copy", { what: label })}
        icon={
          copied ? (
            <Check size={16} className="text-good" aria-hidden="true" />
          ) : (
            <Copy size={16} aria-hidden="true" />
          )
        }
        onClick={() => void copy()}
      />
      <span role="status" className="sr-only">
        {copied ? t("copied") : ""}
      </span>
    </>
  );
}
