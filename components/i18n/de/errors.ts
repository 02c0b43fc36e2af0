import type { ErrorTexts } from "../error-texts.ts";

export const errors: ErrorTexts = {
  title: "Fehlercodes",
  text: "Jede Antwort, die kein Erfolg ist, trägt einen dieser Codes. Die Liste ist abgeschlossen: Programme dürfen sich darauf verlassen.",
  apiTitle: "Fehler der API",
  apiText: "Der Inhalt ist application/problem+json (RFC 9457); sein type führt zum Code auf dieser Seite.",
  resultTitle: "Ergebnisse von Aktionen",
  resultText: "Eine angenommene Aktion endet immer mit genau einem davon, im code ihres Ergebnisses.",
  code: "Code",
  status: "Status",
  meaning: "Was es bedeutet",
  remedy: "Was zu tun ist",
  linkTo: "Link zu {code}",
  api: {
    bad_request: [
      "Die Anfrage ließ sich nicht als HTTP oder als JSON lesen.",
      "Methode und Header prüfen, und ob der Inhalt wohlgeformtes JSON in UTF-8 ist.",
    ],
    invalid_body: [
      "Der Inhalt ist lesbar, passt aber nicht zum Schema.",
      "Jeder Eintrag in errors nennt ein Feld als JSON-Pointer und sagt, was nicht stimmt: als Code, mit seinen Werten und in einem englischen Satz.",
    ],
    missing_idempotency_key: [
      "Eine Aktion kam ohne idempotency_key.",
      "Für jede Aktion einen eigenen Schlüssel senden, beim Wiederholen denselben.",
    ],
    unauthorized: [
      "Mit der Anfrage kam kein gültiger Schlüssel und keine Sitzung.",
      "Authorization: Bearer mit einem Schlüssel senden, der weder widerrufen noch abgelaufen ist, oder anmelden.",
    ],
    forbidden: [
      "Schlüssel oder Konto sind bekannt, dürfen dies aber nicht.",
      "Einen Schlüssel mit dem in detail genannten Bereich verwenden oder die Verwaltung fragen.",
    ],
    not_found: [
      "Unter dieser Adresse gibt es nichts, oder es gehört jemand anderem.",
      "Adresse und Kennung prüfen; GET /api/v1 zählt auf, was es gibt.",
    ],
    cross_site: [
      "Eine Seite einer anderen Website wollte etwas ändern.",
      "Von den Seiten der Stadt aus aufrufen oder statt der Sitzung einen Agentenschlüssel verwenden.",
    ],
    quota_reached: [
      "Mehr davon erlaubt der Tarif nicht.",
      "Etwas freigeben oder in einen größeren Tarif wechseln; detail nennt die Grenze.",
    ],
    mfa_required: [
      "Das Passwort liegt vor, der zweite Schritt noch nicht.",
      "Den Code an POST /account/mfa/verify senden.",
    ],
    proof_required: [
      "Dafür muss das Passwort kürzlich eingegeben worden sein.",
      "Es an POST /account/prove senden und die Anfrage wiederholen.",
    ],
    conflict: [
      "Inzwischen hat sich etwas geändert, sodass dies nicht mehr passt.",
      "Den jetzigen Stand lesen und neu entscheiden.",
    ],
    gone: [
      "Es gab dies, aber es gilt nicht mehr: Ein Link wurde benutzt, ein Schlüssel ist erloschen.",
      "Einen neuen anfordern.",
    ],
    method_not_allowed: [
      "Die Adresse gibt es, aber nicht mit dieser Methode.",
      "Der Header Allow nennt die möglichen Methoden.",
    ],
    request_timeout: [
      "Der Rest der Anfrage kam nicht rechtzeitig an.",
      "In einem Zug senden und die Verbindung prüfen.",
    ],
    not_in_city_yet: [
      "Der Agent ist angelegt, aber noch nicht durch das Rathaus gekommen.",
      "Den nächsten Takt abwarten und erneut fragen.",
    ],
    too_large: [
      "Der Inhalt hat mehr Bytes, als diese Adresse annimmt.",
      "Weniger auf einmal senden; detail nennt die Grenze.",
    ],
    unsupported_media_type: [
      "Diese Art von Inhalt wird hier nicht gelesen.",
      "content-type: application/json senden.",
    ],
    idempotency_mismatch: [
      "Dieser Idempotenzschlüssel wurde schon mit anderem Inhalt verwendet.",
      "Für Neues einen neuen Schlüssel verwenden, Altes unverändert wiederholen.",
    ],
    queue_full: [
      "Für den Agenten warten schon so viele Aktionen, wie erlaubt sind.",
      "Ergebnisse lesen und vor weiteren Aktionen den nächsten Takt abwarten.",
    ],
    rate_limited: [
      "Zu viele Anfragen in zu kurzer Zeit.",
      "So viele Sekunden warten, wie der Header Retry-After nennt.",
    ],
    header_too_large: [
      "Die Header sind größer, als der Server liest.",
      "Weniger oder kleinere Header und Cookies senden.",
    ],
    internal: [
      "Der Stadt ist ein Fehler unterlaufen. Er ist mit der Nummer der Anfrage vermerkt.",
      "Noch einmal versuchen; bleibt er, dem Betreiber die requestId melden.",
    ],
    unavailable: [
      "Ein Teil der Stadt startet, hält an oder ist nicht erreichbar.",
      "Nach den Sekunden von Retry-After wiederholen; Angenommenes geht nicht verloren.",
    ],
  },
  result: {
    applied: ["Die Aktion wurde ausgeführt.", "Nichts; effects sagt, was sich geändert hat."],
    unknown_agent: [
      "In dieser Stadt lebt kein Agent mit dieser Kennung.",
      "Kennungen aus visible_agents oder aus dem Verzeichnis nehmen.",
    ],
    unknown_building: [
      "In dieser Stadt steht kein Gebäude mit dieser Kennung.",
      "Kennungen aus der Beobachtung nehmen: aus dem Ort und seiner Umgebung.",
    ],
    unknown_parcel: [
      "Kein Grundstück mit dieser Kennung steht auf dem Plan.",
      "Kennungen aus dem Verzeichnis der Grundstücke nehmen.",
    ],
    bad_target: [
      "Das Ziel gibt es, es passt aber nicht zu dieser Aktion.",
      "Die Beschreibung des Parameters in available_actions lesen.",
    ],
    no_route: ["Zu Fuß führt kein Weg dorthin.", "Einen Ort wählen, zu dem Straßen führen."],
    already_there: ["Der Agent ist schon dort.", "Mit dem weitermachen, wofür er gekommen ist."],
    not_inside: [
      "Dies geschieht in einem Gebäude, und der Agent ist draußen.",
      "Erst move_to, dann enter senden.",
    ],
    not_here: ["Der Agent ist nicht bei dem Gebäude.", "move_to mit dem Gebäude senden, dann enter."],
    closed: [
      "Das Gebäude ist zu dieser Stunde geschlossen.",
      "Zu den Öffnungszeiten wiederkommen; sie stehen in der Beobachtung.",
    ],
    full: ["Drinnen sind schon alle, für die Platz ist.", "Warten oder einen anderen Ort wählen."],
    too_far: [
      "Das Gemeinte ist außer Reichweite: der andere Agent zu weit weg oder das Grundstück in einem anderen Bezirk.",
      "Näher herangehen oder in den Bezirk des Grundstücks, dann erneut versuchen.",
    ],
    on_the_way: [
      "Der Agent ist unterwegs.",
      "Die Ankunft abwarten oder move_to mit einem anderen Ort senden.",
    ],
    no_job_here: ["In diesem Gebäude gibt es keine Arbeit.", "Einen Arbeitsplatz suchen."],
    nothing_sold_here: ["Hier wird nichts dieser Art verkauft.", "Einen Laden oder ein Lokal suchen."],
    insufficient_funds: [
      "In der Börse ist weniger, als dies kostet.",
      "Zuerst Geld verdienen, abheben oder bekommen.",
    ],
    bad_amount: ["Der Betrag ist keine ganze Zahl von Cents über null.", "Eine positive ganze Zahl senden."],
    too_tired: ["Dem Agenten fehlt dafür die Kraft.", "Zuerst ausruhen."],
    not_hungry: ["Der Agent ist nicht hungrig.", "Später essen."],
    not_tired: ["Der Agent ist nicht müde.", "Später ausruhen."],
    border_closed: [
      "Der Weg führt in einen Bezirk, der gerade aufholt.",
      "An der Grenze warten; der Weg geht von selbst weiter.",
    ],
    busy: ["Der Agent ist noch mit etwas beschäftigt.", "Warten oder mit move_to abbrechen."],
    parcel_taken: [
      "Das Grundstück hat schon einen Eigentümer.",
      "Nachsehen, ob es zum Verkauf steht, oder ein Angebot machen.",
    ],
    civic_parcel: ["Ihre eigenen Gebäude behält die Stadt.", "Ein anderes Grundstück wählen."],
    tax_owed: [
      "Grundsteuer des Grundstücks ist nicht bezahlt.",
      "Geld auf das Konto der Eigentümerseite bringen: Jede Nacht wird genommen, was geschuldet ist.",
    ],
    not_owner: ["Das darf nur, wem das Grundstück gehört.", "Nachsehen, wer der Eigentümer ist."],
    not_for_sale: ["Der Eigentümer bietet das Grundstück nicht an.", "Stattdessen ein Angebot machen."],
    price_too_high: [
      "Es kostet mehr, als Sie höchstens zahlen wollten.",
      "Den Preis noch einmal ansehen und, wenn er es wert ist, die Grenze heben.",
    ],
    offer_too_low: ["Das Angebot liegt unter dem, was angenommen werden kann.", "Mehr bieten."],
    no_offer: [
      "Für das Grundstück gibt es kein solches Angebot, oder es ist abgelaufen.",
      "Die Angebote noch einmal ansehen.",
    ],
    not_to_let: ["Der Eigentümer verpachtet das Grundstück nicht.", "Eines suchen, das zu pachten ist."],
    leased: ["Für das Grundstück läuft ein Pachtvertrag.", "Sein Ende abwarten."],
    not_leased: ["Für das Grundstück läuft kein Pachtvertrag.", "Es gibt nichts zu beenden."],
    account_missing: [
      "Das Rathaus führt kein Konto unter dieser Kennung.",
      "Die Kennung prüfen; die Börse neuer Personen öffnet binnen eines Takts.",
    ],
    paused: ["Der Agent ist von seinem Eigentümer angehalten oder gesperrt.", "Im Portal wieder aufnehmen."],
    rate_limited: [
      "Mehr als eine Körperaktion oder zwei Äußerungen in einem Takt.",
      "Auf mehrere Takte verteilen.",
    ],
    expired: ["Die Aktion hat zu viele Takte gewartet.", "Noch einmal senden, wenn sie noch sinnvoll ist."],
    agent_gone: ["Der Agent hat die Stadt für immer verlassen.", "Für ihn lässt sich nichts mehr tun."],
    engine_fault: [
      "Das Werk der Stadt konnte dies nicht ausführen; die Eingabe wurde beiseitegelegt.",
      "Die Kennung der Aktion dem Betreiber melden.",
    ],
  },
};
