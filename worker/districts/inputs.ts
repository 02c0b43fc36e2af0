import { assert, assertExists } from "#city/assert.ts";
import { ACTION_KINDS } from "#city/protocol/actions.ts";
import { ByteReader, ByteWriter } from "#city/protocol/wire/bytes.ts";
import { LETTER_KINDS, type Letter, type StampedAction, type StepInput, SYSTEM_KINDS } from "#sim";

/** Bumped when the bytes of a log row's inputs change their meaning. */
const INPUTS_VERSION = 1;
/** Numbers of the city's own kinds in the log count down from here, apart from those of the protocol: both may grow. */
const SYSTEM_TOP = 255;

/**
 * Canonical bytes of all that went into a step: two inputs that differ have other bytes, and the same input has the same
 * bytes everywhere. Throws RangeError for numbers that are no integers.
 */
export function encodeInputs(input: StepInput): Uint8Array {
  const writer = new ByteWriter();
  writer.byte(INPUTS_VERSION);
  writer.varint(input.tick);
  writer.varint(input.closedBorders.length);
  for (const district of input.closedBorders) writer.varint(district);
  writer.varint(input.letters.length);
  for (const letter of input.letters) writeLetter(writer, letter);
  writer.varint(input.actions.length);
  for (const action of input.actions) writeAction(writer, action);
  return writer.slice(0);
}

/** Reads what encodeInputs wrote. Throws RangeError for bytes that are not that. */
export function decodeInputs(bytes: Uint8Array): StepInput {
  const reader = new ByteReader(bytes);
  const version = reader.byte();
  if (version !== INPUTS_VERSION) throw new RangeError(`inputs of version ${version}, not ${INPUTS_VERSION}`);
  const tick = reader.varint();
  const closedBorders = readList(reader, () => reader.varint());
  const letters = readList(reader, () => readLetter(reader));
  const actions = readList(reader, () => readAction(reader));
  if (reader.remaining > 0) throw new RangeError(`${reader.remaining} bytes too many`);
  return { tick, letters, actions, closedBorders };
}

/** JSON with the keys of every object in order, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(",")}}`;
}

function readList<T>(reader: ByteReader, readOne: () => T): T[] {
  const count = reader.varint();
  if (count > reader.remaining) throw new RangeError(`${count} entries in ${reader.remaining} bytes`);
  return Array.from({ length: count }, readOne);
}

function writeLetter(writer: ByteWriter, letter: Letter): void {
  writer.varint(letter.from);
  writer.varint(letter.to);
  writer.varint(letter.tick);
  writer.varint(letter.seq);
  writer.byte(LETTER_KINDS.indexOf(letter.kind));
  writer.varint(letter.cents);
  writer.varint(letter.body.length);
  writer.raw(letter.body);
}

function readLetter(reader: ByteReader): Letter {
  const from = reader.varint();
  const to = reader.varint();
  const tick = reader.varint();
  const seq = reader.varint();
  const kind = LETTER_KINDS[reader.byte()];
  if (kind === undefined) throw new RangeError("a letter of an unknown kind");
  const cents = reader.varint();
  return { from, to, tick, seq, kind, cents, body: Uint8Array.from(reader.view(reader.varint())) };
}

function writeAction(writer: ByteWriter, action: StampedAction): void {
  writer.varint(action.seq);
  writer.varint(action.agent);
  writer.byte(numberOfKind(action.kind));
  writer.text(canonicalJson(action.parameters));
}

function numberOfKind(kind: StampedAction["kind"]): number {
  const system = (SYSTEM_KINDS as readonly string[]).indexOf(kind);
  const number = system >= 0 ? SYSTEM_TOP - system : (ACTION_KINDS as readonly string[]).indexOf(kind);
  assert(number >= 0, `action kind ${kind}`);
  return number;
}

function readAction(reader: ByteReader): StampedAction {
  const seq = reader.varint();
  const agent = reader.varint();
  const number = reader.byte();
  const kind = assertExists(SYSTEM_KINDS[SYSTEM_TOP - number] ?? ACTION_KINDS[number], `kind ${number}`);
  const parameters: unknown = JSON.parse(reader.text());
  // The shape was proven before the action was stamped, and the chain's hash shows that these are those bytes.
  return { seq, agent, kind, parameters } as StampedAction;
}
