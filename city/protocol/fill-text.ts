/** Puts values into the places of a text, `{name}`, in one pass: what is put in is never looked at again. */
export function fillText(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
