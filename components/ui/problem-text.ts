import { useText } from "#components/i18n/use-text.ts";
import type { ApiProblem } from "#components/net/api.ts";

/** Gives what to tell people about a problem, in their language. */
export function useProblemText(): (problem: ApiProblem) => string {
  const t = useText("problems");
  return ({ code, retryAfterS }) =>
    code === "rate_limited" && retryAfterS !== null
      ? t("rate_limited_until", { seconds: retryAfterS })
      : t.has(code)
        ? t(code)
        : t("internal");
}
