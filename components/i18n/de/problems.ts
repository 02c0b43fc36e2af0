import type { Catalog } from "../catalog.ts";

export const problems: Catalog["problems"] = {
  offline: "Die Stadt antwortet nicht. Bitte die Verbindung prüfen; Ihre Eingaben bleiben erhalten.",
  bad_request: "Die Stadt konnte die Anfrage nicht lesen. Bitte die Seite neu laden.",
  invalid_body: "Im Formular passt etwas noch nicht. Bitte die markierten Felder ansehen.",
  missing_idempotency_key: "Die Anfrage war unvollständig. Bitte die Seite neu laden.",
  unauthorized: "Bitte melden Sie sich zuerst an.",
  forbidden: "Das ist Ihnen nicht erlaubt.",
  cross_site: "Die Anfrage kam von einer anderen Website und wurde abgelehnt.",
  quota_reached: "Die Grenze Ihres Tarifs ist erreicht. Ein größerer Tarif bietet mehr Platz.",
  mfa_required: "Bitte geben Sie zuerst den Code der zweiten Stufe ein.",
  proof_required: "Bitte geben Sie dafür Ihr Passwort noch einmal ein.",
  not_found: "Hier gibt es nichts, oder es gehört Ihnen nicht.",
  method_not_allowed: "Das bietet die Stadt nicht an.",
  request_timeout: "Die Anfrage hat zu lange gedauert. Bitte noch einmal versuchen.",
  not_in_city_yet: "Der Agent ist noch auf dem Weg in die Stadt.",
  conflict: "Inzwischen hat sich etwas geändert. Bitte sehen Sie noch einmal nach.",
  gone: "Das ist nicht mehr gültig.",
  too_large: "Das ist für die Stadt zu groß.",
  unsupported_media_type: "Diese Art von Datei nimmt die Stadt nicht an.",
  idempotency_mismatch: "Das wurde schon mit anderem Inhalt gesendet. Bitte die Seite neu laden.",
  queue_full: "Es warten zu viele Aktionen. Bitte nach dem nächsten Takt noch einmal versuchen.",
  rate_limited: "Das ging etwas schnell. Bitte kurz warten und noch einmal versuchen.",
  rate_limited_until:
    "Das ging etwas schnell. Bitte in {seconds, plural, one {# Sekunde} other {# Sekunden}} noch einmal versuchen.",
  header_too_large:
    "Der Browser hat zu viel mitgeschickt. Bitte die Cookies dieser Seite löschen und neu anmelden.",
  internal: "Der Stadt ist ein Fehler unterlaufen. Er ist vermerkt; bitte noch einmal versuchen.",
  unavailable: "Die Stadt kann das gerade nicht annehmen. Bitte gleich noch einmal versuchen.",
};
