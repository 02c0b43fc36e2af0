import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonTone = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

interface Look {
  readonly tone?: ButtonTone;
  readonly size?: ButtonSize;
  readonly icon?: ReactNode;
  /** As wide as what holds it. */
  readonly wide?: boolean;
}

const TONES: Readonly<Record<ButtonTone, string>> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border border-line bg-raised text-ink shadow-card hover:border-edge",
  quiet: "text-ink hover:bg-hover",
  danger: "bg-bad text-on-bad hover:bg-bad-strong",
};

const SIZES: Readonly<Record<ButtonSize, string>> = {
  small: "min-h-8 px-2.5 text-sm gap-1.5 pointer-coarse:min-h-11",
  medium: "min-h-10 px-4 text-sm gap-2 pointer-coarse:min-h-11",
  large: "min-h-12 px-5 text-base gap-2",
};

function classOf({ tone = "secondary", size = "medium", wide }: Look, extra?: string): string {
  return cx(
    "relative inline-flex shrink-0 cursor-pointer items-center justify-center rounded-md py-1 text-center font-medium transition-colors select-none",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55",
    TONES[tone],
    SIZES[size],
    wide && "w-full",
    extra,
  );
}

export type ButtonProps = Look &
  Omit<ComponentProps<"button">, "style"> & {
    /** Shows that the work is under way; the button keeps the focus but does nothing. */
    readonly loading?: boolean;
  };

/** The one button. It submits only with `type="submit"`. */
export function Button({
  tone,
  size,
  icon,
  wide,
  loading,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classOf({ tone, size, wide }, className)}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      onClick={loading ? (event) => event.preventDefault() : onClick}
    >
      {loading ? <Spinner /> : icon}
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({
  tone,
  size,
  icon,
  wide,
  className,
  children,
  ...rest
}: Look & ComponentProps<typeof Link>) {
  return (
    <Link {...rest} className={classOf({ tone, size, wide }, className)}>
      {icon}
      {children}
    </Link>
  );
}

export type IconButtonProps = Omit<ComponentProps<"button">, "style" | "children" | "aria-label"> & {
  /** What it does, for those who do not see the picture; shown as its tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly loading?: boolean;
};

/** A button that is only a picture. */
export function IconButton({ label, icon, loading, className, onClick, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      aria-busy={loading || undefined}
      className={cx(
        "inline-grid size-9 shrink-0 cursor-pointer place-items-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink",
        "disabled:cursor-not-allowed disabled:opacity-50 aria-pressed:bg-accent-soft aria-pressed:text-accent pointer-coarse:size-11",
        className,
      )}
      onClick={loading ? undefined : onClick}
    >
      {loading ? <Spinner /> : icon}
    </button>
  );
}
