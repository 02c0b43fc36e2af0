import type { Catalog } from "../catalog.ts";

export const map: Catalog["map"] = {
  loading: "Karte wird geladen",
  unreachable: "Der Stadtplan ließ sich nicht laden.",
  help: "Pfeiltasten verschieben, Plus und Minus ändern den Maßstab, Pos1 zeigt alles, die Eingabetaste wählt, was in der Mitte liegt.",
  zoom_in: "Näher",
  zoom_out: "Weiter weg",
  whole: "Ganze Stadt zeigen",
};
