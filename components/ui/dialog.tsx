"use client";

import { X } from "lucide-react";
import { AlertDialog as RadixAlert, Dialog as RadixDialog } from "radix-ui";
import { type ReactNode, useRef, useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { Button, IconButton } from "./button.tsx";
import { cx } from "./cx.ts";
import { TextInput } from "./text-input.tsx";

const SCRIM = "fixed inset-0 z-50 bg-scrim animate-fade";
const SHEET =
  "pop fixed z-50 flex max-h-[88dvh] flex-col overflow-hidden rounded-2xl animate-rise inset-x-0 bottom-0 rounded-b-none sm:inset-x-auto sm:bottom-auto sm:top-1/2 sm:left-1/2 sm:-translate-1/2 sm:rounded-2xl";

const WIDTHS = { narrow: "sm:w-[420px]", medium: "sm:w-[560px]", wide: "sm:w-[760px]" } as const;

/** Radix gives the focus back to a trigger inside its own tree; ours are opened from anywhere. */
function useFocusReturn() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (before.current instanceof HTMLElement) before.current.focus();
      // What opened it is gone or may not be pressed any more: reading goes on with the page.
      if (document.activeElement === document.body) document.getElementById("content")?.focus();
    },
  };
}

/** Esc closes the innermost: first the list of a field, then the window. */
function hasOpenList(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("[data-list-open]");
}

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** One sentence below the title. */
  readonly text?: ReactNode;
  readonly width?: keyof typeof WIDTHS;
  /** Buttons at the foot, the main one last. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** A window above the page: a sheet from below on phones. Esc and the scrim close it; the focus goes back where it was. */
export function Dialog({ open, onOpenChange, title, text, width = "medium", footer, children }: DialogProps) {
  const t = useText("kit");
  const focusReturn = useFocusReturn();
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={SCRIM} />
        <RadixDialog.Content
          className={cx(SHEET, WIDTHS[width])}
          {...focusReturn}
          onEscapeKeyDown={(event) => hasOpenList(event.target) && event.preventDefault()}
          {...(text ? {} : { "aria-describedby": undefined })}
        >
          <header className="flex items-start justify-between gap-4 px-6 pt-5 pb-4">
            <div>
              <RadixDialog.Title className="text-lg font-semibold tracking-tight">{title}</RadixDialog.Title>
              {text && (
                <RadixDialog.Description className="mt-1 text-sm text-muted">{text}</RadixDialog.Description>
              )}
            </div>
            <RadixDialog.Close asChild>
              <IconButton
                label={t("close")}
                icon={<X size={18} aria-hidden="true" />}
                className="-mt-1 -mr-2"
              />
            </RadixDialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-auto px-6 pb-6">{children}</div>
          {footer && <DialogFoot>{footer}</DialogFoot>}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

function DialogFoot({ children }: { readonly children: ReactNode }) {
  return (
    <footer className="flex flex-wrap justify-end gap-2 border-t border-line bg-surface px-6 py-4">
      {children}
    </footer>
  );
}

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly text: ReactNode;
  /** The verb of the deed, as on the button that led here. */
  readonly confirmLabel: string;
  readonly tone?: "primary" | "danger";
  /** A word that must be typed first, for what cannot be undone. */
  readonly typed?: string;
  /** Resolves when it is done; true closes the dialog. */
  readonly onConfirm: () => Promise<boolean>;
  /** Further fields, such as a password. */
  readonly children?: ReactNode;
}

/** Asks before what is hard to undo. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const focusReturn = useFocusReturn();
  return (
    <RadixAlert.Root open={props.open} onOpenChange={props.onOpenChange}>
      <RadixAlert.Portal>
        <RadixAlert.Overlay className={SCRIM} />
        <RadixAlert.Content className={cx(SHEET, WIDTHS.narrow)} {...focusReturn}>
          <ConfirmBody {...props} />
        </RadixAlert.Content>
      </RadixAlert.Portal>
    </RadixAlert.Root>
  );
}

function ConfirmBody({ title, text, confirmLabel, tone = "primary", typed, ...rest }: ConfirmDialogProps) {
  const t = useText("kit");
  const [word, setWord] = useState("");
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    const done = await rest.onConfirm();
    setBusy(false);
    if (done) rest.onOpenChange(false);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && (typed === undefined || word === typed)) void confirm();
      }}
    >
      <div className="grid gap-4 px-6 pt-5 pb-6">
        <div>
          <RadixAlert.Title className="text-lg font-semibold tracking-tight">{title}</RadixAlert.Title>
          <RadixAlert.Description asChild>
            <div className="mt-1.5 text-sm text-muted">{text}</div>
          </RadixAlert.Description>
        </div>
        {rest.children}
        {typed !== undefined && (
          <TextInput
            label={t("typeToConfirm", { word: typed })}
            value={word}
            onChange={(event) => setWord(event.target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </div>
      <DialogFoot>
        <RadixAlert.Cancel asChild>
          <Button tone="quiet">{t("cancel")}</Button>
        </RadixAlert.Cancel>
        <Button type="submit" tone={tone} loading={busy} disabled={typed !== undefined && word !== typed}>
          {confirmLabel}
        </Button>
      </DialogFoot>
    </form>
  );
}
