"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

type NativeInput = Omit<ComponentProps<"input">, "style" | "type" | "id">;

interface ToggleText {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string;
}

/** Yes or no, as part of a form. */
export function Checkbox({ label, hint, error, className, ...rest }: NativeInput & ToggleText) {
  return (
    <Toggle {...{ label, hint, error, className }}>
      {(control) => <input {...rest} {...control} type="checkbox" className="check mt-0.5" />}
    </Toggle>
  );
}

/** On or off, at once. */
export function Switch({ label, hint, error, className, ...rest }: NativeInput & ToggleText) {
  return (
    <Toggle {...{ label, hint, error, className }} apart>
      {(control) => (
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox tells its own state
        <input {...rest} {...control} type="checkbox" role="switch" className="switch" />
      )}
    </Toggle>
  );
}

interface ToggleProps extends ToggleText {
  readonly className?: string;
  readonly apart?: boolean;
  readonly children: (control: {
    readonly "aria-describedby": string | undefined;
    readonly "aria-invalid": true | undefined;
  }) => ReactNode;
}

function Toggle({ label, hint, error, className, apart, children }: ToggleProps) {
  const note = `${useId()}-note`;
  return (
    <div className={cx("grid gap-1", className)}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control comes from the caller */}
      <label
        className={cx(
          "flex min-h-8 cursor-pointer items-start gap-3 py-1 text-sm pointer-coarse:min-h-11",
          apart && "flex-row-reverse justify-between",
        )}
      >
        {children({
          "aria-describedby": error || hint ? note : undefined,
          "aria-invalid": error ? true : undefined,
        })}
        <span className={apart ? "font-medium" : undefined}>{label}</span>
      </label>
      {(error ?? hint) && (
        <p
          id={note}
          className={cx(
            "text-sm",
            error ? "text-bad" : "text-muted",
            !apart && "-mt-2 pb-1 pl-8 pointer-coarse:-mt-5",
          )}
        >
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

export interface RadioCard {
  readonly value: string;
  readonly title: string;
  readonly text?: ReactNode;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
}

interface RadioCardsProps extends NativeInput {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string;
  readonly cards: readonly RadioCard[];
  readonly columns?: 1 | 2 | 3;
}

const COLUMNS = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-3" } as const;

/** One of a few, each with room to explain itself. Arrow keys choose. With register(): spread it here. */
export function RadioCards({
  label,
  hint,
  error,
  cards,
  columns = 1,
  value,
  className,
  ...rest
}: RadioCardsProps) {
  const note = `${useId()}-note`;
  return (
    <fieldset className={cx("min-w-0", className)} aria-describedby={error || hint ? note : undefined}>
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div className={cx("grid gap-2.5", COLUMNS[columns])}>
        {cards.map((card) => (
          <label
            key={card.value}
            className={cx(
              "flex cursor-pointer gap-3 rounded-lg border border-line bg-surface p-3.5 transition-colors hover:border-edge",
              "has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
              "has-disabled:cursor-not-allowed has-disabled:opacity-55",
            )}
          >
            <input
              {...rest}
              type="radio"
              value={card.value}
              disabled={card.disabled}
              className="check mt-0.5 focus-visible:outline-none"
              {...(value === undefined ? {} : { checked: value === card.value })}
            />
            <span className="min-w-0 flex-1">
              <span className="flex items-center gap-2 text-sm font-medium">
                {card.icon}
                {card.title}
              </span>
              {card.text && <span className="mt-0.5 block text-sm text-muted">{card.text}</span>}
            </span>
          </label>
        ))}
      </div>
      {(error ?? hint) && (
        <p id={note} className={cx("mt-1.5 text-sm", error ? "text-bad" : "text-muted")}>
          {error ?? hint}
        </p>
      )}
    </fieldset>
  );
}
