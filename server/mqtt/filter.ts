/** True when `topic` falls under an MQTT filter; `+` stands for one level. Multi-level wildcards are not used here. */
export function matchesFilter(filter: string, topic: string): boolean {
  if (!filter.includes("+")) return filter === topic;
  const wanted = filter.split("/");
  const levels = topic.split("/");
  return wanted.length === levels.length && wanted.every((level, i) => level === "+" || level === levels[i]);
}
