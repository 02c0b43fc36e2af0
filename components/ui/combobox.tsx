"use client";

import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { cx } from "./cx.ts";
import { Field, type FieldText } from "./field.tsx";

export interface ComboboxOption {
  readonly value: string;
  readonly content: ReactNode;
}

interface ComboboxProps extends FieldText {
  /** What is typed in. */
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly options: readonly ComboboxOption[];
  /** How the search stands, in words: read out, and shown where there are no options. Null: nothing was asked. */
  readonly status: string | null;
  readonly onChoose: (value: string) => void;
  /** Stands in the field, before the text. */
  readonly before?: ReactNode;
}

/** A field that offers what fits while one types. Arrow keys choose, Enter takes, Esc closes the list and nothing else. */
export function Combobox(props: ComboboxProps) {
  const { label, hint, error, hideLabel, text, onText, options, status, onChoose, before } = props;
  const list = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const isOpen = open && status !== null;
  const shown = isOpen && options.length > 0;
  const idOf = (at: number) => `${list}-${at}`;
  const take = (value: string) => {
    setOpen(false);
    setActive(-1);
    onChoose(value);
  };
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const chosen = shown ? options[active] : undefined;
    if (step !== undefined && options.length > 0) {
      setOpen(true);
      setActive(
        active < 0 && step < 0 ? options.length - 1 : (active + step + options.length) % options.length,
      );
    } else if (event.key === "Enter" && chosen !== undefined) take(chosen.value);
    else if (event.key === "Escape" && isOpen) setOpen(false);
    else return;
    // Neither the form nor the window around it shall have this key too.
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Field {...{ label, hint, error, hideLabel }}>
      {(control) => (
        <span className="relative block">
          {before && (
            <span className="pointer-events-none absolute inset-y-0 left-2 grid place-items-center">
              {before}
            </span>
          )}
          <input
            {...control}
            role="combobox"
            // Tells a window around it whose Esc it is.
            data-list-open={isOpen || undefined}
            aria-autocomplete="list"
            aria-expanded={shown}
            aria-controls={shown ? list : undefined}
            aria-activedescendant={shown && active >= 0 ? idOf(active) : undefined}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className={cx("input", Boolean(before) && "pl-11")}
            value={text}
            onChange={(event) => {
              setOpen(true);
              setActive(-1);
              onText(event.target.value);
            }}
            onKeyDown={press}
            onBlur={() => setOpen(false)}
          />
          <span role="status" className="sr-only">
            {isOpen && status}
          </span>
          {isOpen && (
            <div className="pop absolute top-full left-0 z-30 mt-1 max-h-60 w-max max-w-[max(100%,16rem)] min-w-full overflow-auto p-1.5">
              {options.length === 0 ? (
                <p aria-hidden="true" className="px-2.5 py-2 text-sm text-muted">
                  {status}
                </p>
              ) : (
                <div id={list} role="listbox" aria-label={label}>
                  {options.map(({ value, content }, at) => (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
                    <div
                      key={value}
                      id={idOf(at)}
                      ref={at === active ? intoView : undefined}
                      role="option"
                      tabIndex={-1}
                      aria-selected={at === active}
                      className="cursor-pointer rounded-sm px-2.5 py-1.5 text-sm aria-selected:bg-hover hover:bg-hover"
                      // The field keeps the focus.
                      onMouseDown={(event) => event.preventDefault()}
                      onClick={() => take(value)}
                    >
                      {content}
                    </div>
                  ))}
                </div>
              )}
            </div>
          )}
        </span>
      )}
    </Field>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function intoView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: "nearest" });
}
