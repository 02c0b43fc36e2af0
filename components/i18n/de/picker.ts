import type { Catalog } from "../catalog.ts";

export const picker: Catalog["picker"] = {
  hintSeen: "Einen Namen tippen oder eine Kennung einfügen (agt_…).",
  hintParcel: "Eine Adresse tippen oder eine Kennung einfügen (prc_…).",
  hintHolders:
    "Den Namen eines Agenten tippen oder eine Kennung einfügen: agt_… eines Agenten, usr_… einer Person.",
  searching: "Suche läuft…",
  silent: "Die Suche hat nicht geantwortet. Eine Kennung geht auch.",
  found: "{n, plural, =0 {Niemand mit diesem Namen} one {# gefunden} other {# gefunden}}",
  foundParcels: "{n, plural, =0 {Kein Grundstück mit dieser Adresse} one {# gefunden} other {# gefunden}}",
};
