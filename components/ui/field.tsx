import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

/** What every field may say about itself. */
export interface FieldText {
  readonly label: string;
  /** Says what to enter, before anything went wrong. */
  readonly hint?: ReactNode;
  /** Says what is wrong and how to mend it. */
  readonly error?: string;
  /** Adds a quiet "optional" to the label. */
  readonly optional?: string;
  /** Keeps the label for those who hear the page, where the place says it already. */
  readonly hideLabel?: boolean;
}

/** Attributes that tie a control to its label, hint and error. */
export interface FieldControl {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface FieldProps extends FieldText {
  readonly className?: string;
  readonly children: (control: FieldControl) => ReactNode;
}

/** A label above, the control, then its hint or its error. For controls of your own; the kit's inputs bring it along. */
export function Field({ label, hint, error, optional, hideLabel, className, children }: FieldProps) {
  const id = useId();
  const note = `${id}-note`;
  return (
    <div className={cx("grid gap-1.5", className)}>
      <label htmlFor={id} className={cx("text-sm font-medium", hideLabel && "sr-only")}>
        {label}
        {optional && <span className="font-normal text-muted"> · {optional}</span>}
      </label>
      {children({
        id,
        "aria-describedby": error || hint ? note : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      <FieldNote id={note} hint={hint} error={error} />
    </div>
  );
}

function FieldNote({ id, hint, error }: { readonly id: string } & Pick<FieldText, "hint" | "error">) {
  if (error) {
    return (
      <p id={id} className="text-sm text-bad">
        {error}
      </p>
    );
  }
  return hint ? (
    <p id={id} className="text-sm text-muted">
      {hint}
    </p>
  ) : null;
}
