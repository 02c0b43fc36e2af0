"use client";

import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { Toast as RadixToast } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { IconButton } from "./button.tsx";

export interface ToastText {
  readonly tone?: "good" | "bad" | "plain";
  readonly title: string;
  readonly text?: string;
  /** One thing to do about it, such as taking it back. */
  readonly action?: { readonly label: string; readonly onSelect: () => void };
}

interface ShownToast extends ToastText {
  readonly id: number;
  readonly open: boolean;
}

/** More at once nobody reads. */
const TOASTS_MAX = 3;
const SHOWN_MS = 6_000;

const ToastContext = createContext<(toast: ToastText) => void>(() => {});

/** Gives a function that shows a short note: what was done, or why it was not. */
export function useToast(): (toast: ToastText) => void {
  return useContext(ToastContext);
}

let nextId = 0;

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const t = useText("kit");
  const show = useCallback((toast: ToastText) => {
    setToasts((shown) =>
      [...shown.filter(({ open }) => open), { ...toast, id: nextId++, open: true }].slice(-TOASTS_MAX),
    );
  }, []);
  const close = (id: number) =>
    setToasts((shown) => shown.map((toast) => (toast.id === id ? { ...toast, open: false } : toast)));
  return (
    <ToastContext value={show}>
      {children}
      {/* Mounted with the first note: what the library renders on the server carries inline styles. */}
      {toasts.length > 0 && (
        <RadixToast.Provider label={t("note")} duration={SHOWN_MS} swipeDirection="right">
          {toasts.map((toast) => (
            <ToastCard key={toast.id} toast={toast} onClose={() => close(toast.id)} />
          ))}
          <RadixToast.Viewport
            label={t("notes")}
            className="fixed inset-x-4 bottom-20 z-60 grid gap-2 outline-none sm:inset-x-auto sm:right-6 sm:bottom-6 sm:w-96"
          />
        </RadixToast.Provider>
      )}
    </ToastContext>
  );
}

const ICONS = {
  good: <CircleCheck size={19} className="text-good" aria-hidden="true" />,
  bad: <CircleAlert size={19} className="text-bad" aria-hidden="true" />,
  plain: <Info size={19} className="text-accent" aria-hidden="true" />,
} as const;

function ToastCard({ toast, onClose }: { readonly toast: ShownToast; readonly onClose: () => void }) {
  const t = useText("kit");
  return (
    <RadixToast.Root
      open={toast.open}
      onOpenChange={(open) => !open && onClose()}
      type={toast.tone === "bad" ? "foreground" : "background"}
      className="pop flex items-start gap-3 py-3 pr-2 pl-4 animate-rise"
    >
      <span className="mt-1">{ICONS[toast.tone ?? "plain"]}</span>
      <div className="min-w-0 flex-1 py-1">
        <RadixToast.Title className="text-sm font-medium">{toast.title}</RadixToast.Title>
        {toast.text && (
          <RadixToast.Description className="mt-0.5 text-sm text-muted">{toast.text}</RadixToast.Description>
        )}
        {toast.action && (
          <RadixToast.Action asChild altText={toast.action.label}>
            <button
              type="button"
              onClick={toast.action.onSelect}
              className="mt-1 min-h-6 cursor-pointer text-sm font-medium text-accent underline underline-offset-2"
            >
              {toast.action.label}
            </button>
          </RadixToast.Action>
        )}
      </div>
      <RadixToast.Close asChild>
        <IconButton label={t("close")} icon={<X size={16} aria-hidden="true" />} />
      </RadixToast.Close>
    </RadixToast.Root>
  );
}
