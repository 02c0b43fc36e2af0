const LEVELS = { 10: "trace", 20: "debug", 30: "", 40: "warning: ", 50: "error: ", 60: "fatal: " };
const HIDDEN = new Set(["level", "time", "pid", "hostname", "msg", "name"]);

/** A line of a child for the console: a JSON log record becomes a sentence, anything else stays as it is. */
export function readableLine(line) {
  const record = parseRecord(line);
  if (record === null) return line;
  const { err, ...fields } = record;
  const rest = Object.entries(fields)
    .filter(([name]) => !HIDDEN.has(name))
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const fault = typeof err === "object" && err !== null ? [String(err.stack ?? err.message ?? "")] : [];
  return `${LEVELS[record.level] ?? ""}${[record.msg, ...rest, ...fault].join(" ")}`;
}

function parseRecord(line) {
  if (!line.startsWith("{")) return null;
  try {
    const record = JSON.parse(line);
    return typeof record.msg === "string" && typeof record.level === "number" ? record : null;
  } catch {
    return null;
  }
}
