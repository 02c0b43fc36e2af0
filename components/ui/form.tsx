"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { CircleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type UseFormRegisterReturn,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import type { z } from "zod";
import type { FieldFault } from "#city/protocol/field-faults.ts";
import type { ApiProblem, ApiReply } from "#components/net/api.ts";
import { cx } from "./cx.ts";
import { useFaultText } from "./fault-text.ts";
import { useProblemText } from "./problem-text.ts";

interface ApiFormOptions<TValues extends FieldValues, TReply> {
  /** Its messages are shown at the fields: write them in the reader's language. */
  readonly schema: z.ZodType<TValues, TValues>;
  readonly defaults: DefaultValues<TValues>;
  readonly send: (values: TValues) => Promise<ApiReply<TReply>>;
  readonly onDone: (value: TReply, values: TValues) => unknown;
  /** Takes a problem over, for those that are no fault of the form; true when it did. */
  readonly onProblem?: (problem: ApiProblem, values: TValues) => boolean;
}

export interface ApiForm<TValues extends FieldValues> {
  readonly form: UseFormReturn<TValues>;
  /** What a field of the kit needs: `<TextInput label="…" {...field("email")} />`. */
  readonly field: (name: Path<TValues>) => UseFormRegisterReturn & { readonly error: string | undefined };
  readonly submit: () => void;
  readonly sending: boolean;
  /** Why the city refused, where no field is to blame. */
  readonly refusal: string | null;
}

/** A form whose values go to the city. What was typed stays on every failure; the focus goes to the first faulty field. */
export function useApiForm<TValues extends FieldValues, TReply = unknown>(
  options: ApiFormOptions<TValues, TReply>,
): ApiForm<TValues> {
  const { schema, defaults, send, onDone, onProblem } = options;
  const form = useForm<TValues>({ resolver: zodResolver(schema), defaultValues: defaults });
  const [refusal, setRefusal] = useState<string | null>(null);
  const problemText = useProblemText();
  const faultText = useFaultText();
  const submit = form.handleSubmit(async (values) => {
    setRefusal(null);
    const reply = await send(values);
    if (reply.ok) {
      await onDone(reply.value, values);
      return;
    }
    if (onProblem?.(reply, values)) return;
    if (!placeFaults(form, values, reply, faultText)) setRefusal(problemText(reply));
  });
  return {
    form,
    field: (name) => ({
      ...form.register(name),
      error: form.getFieldState(name, form.formState).error?.message,
    }),
    submit: () => void submit(),
    sending: form.formState.isSubmitting,
    refusal,
  };
}

/** Puts the server's faults at their fields; false where none belongs to one. */
function placeFaults<TValues extends FieldValues>(
  form: UseFormReturn<TValues>,
  values: TValues,
  problem: ApiProblem,
  faultText: (fault: FieldFault) => string,
): boolean {
  let placed = false;
  for (const fault of problem.errors) {
    // Whether there is such a field is asked in the next line.
    const name = fault.pointer.replace(/^\//, "").replaceAll("/", ".") as Path<TValues>;
    if (!((name.split(".", 1)[0] ?? "") in values)) continue;
    form.setError(name, { message: faultText(fault) }, { shouldFocus: !placed });
    placed = true;
  }
  return placed;
}

interface FormProps<TValues extends FieldValues> {
  readonly form: ApiForm<TValues>;
  readonly className?: string;
  readonly children: ReactNode;
}

/** The form element: Enter submits; the city's refusal stands above the fields. */
export function Form<TValues extends FieldValues>({ form, className, children }: FormProps<TValues>) {
  return (
    <form
      // Should the page's code not be there yet, nothing typed may end up in the address.
      method="post"
      noValidate
      className={cx("grid gap-5", className)}
      onSubmit={(event) => {
        event.preventDefault();
        if (!form.sending) form.submit();
      }}
    >
      {form.refusal && <Callout tone="bad">{form.refusal}</Callout>}
      {children}
    </form>
  );
}

const CALLOUTS = {
  bad: "bg-bad-soft text-bad",
  warn: "bg-warn-soft text-warn",
  good: "bg-good-soft text-good",
  plain: "bg-sunken text-ink",
} as const;

interface CalloutProps {
  readonly tone?: keyof typeof CALLOUTS;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

/** A sentence that must not be missed, at its place in the page. */
export function Callout({ tone = "plain", icon, children }: CalloutProps) {
  return (
    <div
      role={tone === "bad" ? "alert" : "note"}
      className={cx("flex gap-3 rounded-lg px-4 py-3 text-sm", CALLOUTS[tone])}
    >
      <span className="mt-0.5 shrink-0">{icon ?? <CircleAlert size={17} aria-hidden="true" />}</span>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
