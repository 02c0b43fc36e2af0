import { cx } from "./cx.ts";

/** Work is under way. With a label it is announced; without one it is decoration beside a text. */
export function Spinner({ label, className }: { readonly label?: string; readonly className?: string }) {
  return (
    <span role={label ? "status" : undefined} className={cx("inline-grid place-items-center", className)}>
      <svg viewBox="0 0 20 20" className="size-4 animate-spin" fill="none" aria-hidden="true">
        <circle cx="10" cy="10" r="8" stroke="currentColor" strokeOpacity=".25" strokeWidth="2.5" />
        <path d="M18 10a8 8 0 0 0-8-8" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />
      </svg>
      {label && <span className="sr-only">{label}</span>}
    </span>
  );
}
