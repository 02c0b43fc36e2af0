"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { cx } from "./cx.ts";
import { Field, type FieldText } from "./field.tsx";

type Native<T extends "input" | "textarea" | "select"> = Omit<ComponentProps<T>, "style" | "id">;

/** One line of text. Takes everything an input takes, so `{...register("name")}` fits. */
export function TextInput({
  label,
  hint,
  error,
  optional,
  hideLabel,
  className,
  before,
  after,
  ...rest
}: Native<"input"> & FieldText & { readonly before?: ReactNode; readonly after?: ReactNode }) {
  const field = { label, hint, error, optional, hideLabel, className };
  return (
    <Field {...field}>
      {(control) => (
        <span className="relative block">
          {before && (
            <span className="pointer-events-none absolute inset-y-0 left-3 grid place-items-center text-muted">
              {before}
            </span>
          )}
          <input
            {...rest}
            {...control}
            className={cx("input", Boolean(before) && "pl-10", Boolean(after) && "pr-12")}
          />
          {after && <span className="absolute inset-y-0 right-1 grid place-items-center">{after}</span>}
        </span>
      )}
    </Field>
  );
}

/** A password that can be looked at. Set `autoComplete` to "current-password" or "new-password". */
export function PasswordInput(props: Omit<ComponentProps<typeof TextInput>, "type" | "after">) {
  const t = useText("kit");
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <TextInput
      {...props}
      type={shown ? "text" : "password"}
      spellCheck={false}
      autoCapitalize="none"
      after={
        <button
          type="button"
          className="grid size-9 cursor-pointer place-items-center rounded-md text-muted hover:text-ink"
          aria-label={t(shown ? "hidePassword" : "showPassword")}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          <Icon size={17} aria-hidden="true" />
        </button>
      }
    />
  );
}

/** Several lines of text. */
export function TextArea({
  label,
  hint,
  error,
  optional,
  hideLabel,
  className,
  rows = 4,
  ...rest
}: Native<"textarea"> & FieldText) {
  return (
    <Field {...{ label, hint, error, optional, hideLabel, className }}>
      {(control) => <textarea {...rest} {...control} rows={rows} className="input resize-y" />}
    </Field>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

/** One of a list: the browser's own, which every keyboard, phone and screen reader knows. */
export function Select({
  label,
  hint,
  error,
  optional,
  hideLabel,
  className,
  choices,
  ...rest
}: Native<"select"> & FieldText & { readonly choices: readonly Choice[] }) {
  return (
    <Field {...{ label, hint, error, optional, hideLabel, className }}>
      {(control) => (
        <span className="relative block">
          <select {...rest} {...control} className="input cursor-pointer appearance-none pr-9">
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value} disabled={choice.disabled}>
                {choice.label}
              </option>
            ))}
          </select>
          <svg
            viewBox="0 0 16 16"
            className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.75"
            aria-hidden="true"
          >
            <path d="m4 6 4 4 4-4" />
          </svg>
        </span>
      )}
    </Field>
  );
}
