/** Characters put together at a time: engines limit how many arguments a call may have. */
const CHUNK = 4_096;

/** JSON as ASCII bytes, which are UTF-8 too; all other characters are escaped. */
export function jsonBytes(value: unknown): Uint8Array {
  const text = JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return Uint8Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

/** The text of ASCII bytes; throws RangeError at the first byte that is not ASCII. */
export function asciiText(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += CHUNK) {
    const chunk = bytes.subarray(i, i + CHUNK);
    if (chunk.some((byte) => byte > 127)) throw new RangeError("not ASCII");
    parts.push(String.fromCharCode(...chunk));
  }
  return parts.join("");
}
