import { useText } from "#components/i18n/use-text.ts";
import type { TimeOfDay } from "#components/net/city-clock.ts";

/** Says a time of the city as its clock shows it: "Day 1, 07:49". */
export function useClockText(): (time: TimeOfDay) => string {
  const t = useText("city");
  return ({ day, hour, minute }) => t("clock", { day, time: `${two(hour)}:${two(minute)}` });
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
