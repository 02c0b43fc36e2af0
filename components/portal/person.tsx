"use client";

import { createContext, type ReactNode, useContext } from "react";

/** Who is signed in, as pages need to know it. */
export interface Person {
  readonly publicId: string;
  readonly name: string;
  readonly email: string;
  readonly plan: string;
  /** May look into the administration. */
  readonly staff: boolean;
}

const PersonContext = createContext<Person | null>(null);

export function PersonProvider({
  person,
  children,
}: {
  readonly person: Person | null;
  readonly children: ReactNode;
}) {
  return <PersonContext value={person}>{children}</PersonContext>;
}

/** The person signed in; null for a guest. */
export function usePerson(): Person | null {
  return useContext(PersonContext);
}
