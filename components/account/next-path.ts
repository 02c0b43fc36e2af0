/** Where people land who wanted nothing in particular. */
const HOME = "/portal";

/** Where to go after signing in: a path of this site, never another's. */
export function nextPath(wanted: string | undefined): string {
  return wanted && /^\/(?![/\\])/.test(wanted) ? wanted : HOME;
}

/** The address of a page before the portal that keeps in mind where one wanted to go. */
export function withNext(path: string, next: string): string {
  return next === HOME ? path : `${path}?next=${encodeURIComponent(next)}`;
}
