import { useEffect } from "react";

/** Names the page after what it shows, once that is known: the server only knows what kind of page it is. */
export function usePageTitle(name: string | undefined): void {
  useEffect(() => {
    if (name !== undefined) document.title = `${name} · Borough`;
  }, [name]);
}
