"use client";

import { CloudOff, RotateCw, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useText } from "#components/i18n/use-text.ts";
import type { ApiProblem } from "#components/net/api.ts";
import { Button, ButtonLink } from "./button.tsx";
import type { Crumb } from "./crumbs.tsx";
import { cx } from "./cx.ts";
import { useProblemText } from "./problem-text.ts";

interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  /** Why there is nothing, and what would be here. */
  readonly text?: ReactNode;
  /** The way on: a Button or ButtonLink. */
  readonly action?: ReactNode;
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ icon, title, text, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-1 px-6 py-12 text-center">
      <span className="mb-3 grid size-12 place-items-center rounded-full bg-sunken text-muted">{icon}</span>
      <p className="font-medium">{title}</p>
      {text && <p className="max-w-sm text-sm text-balance text-muted">{text}</p>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}

interface ErrorStateProps {
  readonly problem: ApiProblem;
  readonly onRetry?: () => void;
  /** Where to go on, given where this is all that the page has to show. */
  readonly back?: Crumb;
}

/** What could not be read, why, and a way to try again; what is not there is not asked for again. */
export function ErrorState({ problem, onRetry, back }: ErrorStateProps) {
  const t = useText("kit");
  const text = useProblemText();
  const Icon = problem.code === "offline" ? CloudOff : TriangleAlert;
  return (
    <div role="alert" className="grid justify-items-center gap-1 px-6 py-12 text-center">
      <span className="mb-3 grid size-12 place-items-center rounded-full bg-bad-soft text-bad">
        <Icon size={22} aria-hidden="true" />
      </span>
      {back ? (
        <h1 className="text-xl font-semibold tracking-tight text-balance">{text(problem)}</h1>
      ) : (
        <p className="font-medium">{text(problem)}</p>
      )}
      {problem.code !== "offline" && (
        <p className="text-sm text-muted">
          <Link className="underline underline-offset-2" href={`/docs/errors#${problem.code}`}>
            {problem.code}
          </Link>
          {problem.requestId && <span className="tabular-nums"> · {problem.requestId}</span>}
        </p>
      )}
      {back && problem.code === "not_found" && (
        <ButtonLink className="mt-4" tone="primary" href={back.href}>
          {back.label}
        </ButtonLink>
      )}
      {onRetry && problem.code !== "not_found" && (
        <Button className="mt-4" icon={<RotateCw size={15} aria-hidden="true" />} onClick={onRetry}>
          {t("tryAgain")}
        </Button>
      )}
    </div>
  );
}

/** Room kept for what is being read. Give it a size by classes: `className="h-5 w-40"`. */
export function Skeleton({ className }: { readonly className: string }) {
  return <span aria-hidden="true" className={cx("block rounded-md bg-line animate-sheen", className)} />;
}

/** Rows of a list that is being read, announced once. */
export function SkeletonRows({ rows = 4 }: { readonly rows?: number }) {
  const t = useText("kit");
  return (
    <div role="status" className="grid gap-3 p-5">
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <Skeleton key={row} className={row % 2 ? "h-5 w-2/3" : "h-5 w-5/6"} />
      ))}
    </div>
  );
}
