import { useText } from "#components/i18n/use-text.ts";
import type { Whereabouts } from "./types.ts";

/** Words for where somebody is, and for what they do. */
export function usePlace(): {
  readonly where: (whereabouts: Whereabouts | null) => string;
  readonly doing: (activity: string) => string;
} {
  const t = useText("agents");
  return {
    where(whereabouts) {
      if (whereabouts === null) return t("unseen");
      const { inside, street, neighborhood } = whereabouts;
      return inside === null
        ? t("on", { street, neighborhood: neighborhood.name })
        : t("inside", { address: inside.address });
    },
    doing(activity) {
      const key = `activity.${activity.replaceAll(" ", "_")}` as "activity.idle";
      return t.has(key) ? t(key) : activity;
    },
  };
}
