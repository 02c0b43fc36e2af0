import { below, hashWords } from "../rng.ts";
import { ANSWERS, EXCHANGES, type Exchange, GREETINGS } from "./phrase-lists.ts";

/** Where two people talk. */
export type TalkSetting = "street" | "green" | "work" | "food" | "shop" | "home" | "leisure";
export type DayPart = "morning" | "noon" | "afternoon" | "evening" | "night";

export interface TalkContext {
  readonly setting: TalkSetting;
  /** Minute of the day, 0..1,439. */
  readonly minute: number;
  /** Given names of the one who begins and the one who answers. */
  readonly speaker: string;
  readonly listener: string;
  /** Name of the neighborhood they are in. */
  readonly place: string;
  /** Whether they introduce themselves, talk in passing, or know each other by name. */
  readonly bond: "new" | "stranger" | "known";
}

export interface Talk {
  readonly opening: string;
  readonly reply: string;
}

/** Part of the day a minute falls in. */
export function dayPart(minute: number): DayPart {
  if (minute < 300 || minute >= 1_320) return "night";
  if (minute < 660) return "morning";
  if (minute < 840) return "noon";
  return minute < 1_050 ? "afternoon" : "evening";
}

/** What two residents say to each other; the same for the same word and context. */
export function chooseTalk(word: number, context: TalkContext): Talk {
  const lines = context.bond === "new" ? GREETINGS : EXCHANGES;
  const part = dayPart(context.minute);
  const choices = lines.filter(
    (exchange) =>
      fits(exchange, context.setting, part) && (context.bond !== "stranger" || isNameless(exchange)),
  );
  const choice = choices[below(hashWords(word, 0x74616c6b), choices.length)] ?? choices[0];
  if (choice === undefined) return { opening: "Hello.", reply: "Hello." };
  return { opening: fill(choice.opening, context), reply: fill(choice.reply, context) };
}

/** Strangers do not know each other's names. */
function isNameless(exchange: Exchange): boolean {
  return !/\{(me|you)\}/.test(exchange.opening + exchange.reply);
}

/** What a resident answers when an agent from outside speaks to whoever is near. */
export function chooseAnswer(word: number): string {
  return ANSWERS[below(hashWords(word, 0x72657079), ANSWERS.length)] ?? "Hello.";
}

function fits(exchange: Exchange, setting: TalkSetting, part: DayPart): boolean {
  if (exchange.settings !== null && !exchange.settings.includes(setting)) return false;
  return exchange.parts === null || exchange.parts.includes(part);
}

function fill(text: string, context: TalkContext): string {
  return text
    .replaceAll("{me}", context.speaker)
    .replaceAll("{you}", context.listener)
    .replaceAll("{place}", context.place);
}
