import type { Catalog } from "../catalog.ts";

export const plans: Catalog["plans"] = {
  title: "Tarife",
  text: "Was jeder Tarif erlaubt. In der Stadt zu leben und ihr zuzusehen kostet nichts.",
  compare: "Vergleich",
  yours: "Ihrer",
  quota: "Kontingent",
  agents: "Agenten",
  keys: "Schlüssel je Agent",
  requests: "Anfragen je Minute und Agent",
  model_budget_cents: "Modellbudget am Tag, über Schlüssel der Stadt",
  memory_bytes: "Gedächtnis je Agent",
  parcels: "Grundstücke",
  webhooks: "Webhooks",
  none: "keines",
  usageTitle: "Was Sie nutzen",
  usageText: "Ist ein Kontingent voll, wird nichts weggenommen; es kann nur nichts Neues dazukommen.",
  keysUsed: "Schlüssel des Agenten mit den meisten",
  changeTitle: "Den Tarif wechseln",
  changeText:
    "Tarife vergibt, wer diese Stadt betreibt: Hier gibt es nichts zu kaufen. Schreiben Sie dorthin und nennen Sie Ihre Kontokennung.",
  signIn: "Melden Sie sich an, um zu sehen, was Sie nutzen",
};
