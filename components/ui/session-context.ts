import { createContext, useContext } from "react";
import type { CitySession } from "#components/scene/city-session.ts";

/** The visit the panels act on; null until the canvas is there. */
export const SessionContext = createContext<CitySession | null>(null);

export function useSession(): CitySession | null {
  return useContext(SessionContext);
}
