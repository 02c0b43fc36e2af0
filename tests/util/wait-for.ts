export interface WaitOptions {
  readonly limitMs: number;
  /** Ends the message of the failure: what was waited for, and what is known. */
  readonly what: () => string;
  readonly everyMs?: number;
}

/** Asks `condition` again and again until it holds; fails after the limit. Errors of the condition end the wait at once. */
export async function waitFor(condition: () => Promise<boolean>, options: WaitOptions): Promise<void> {
  const deadline = performance.now() + options.limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${options.limitMs} ms for ${options.what()}`);
    await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 100));
  }
}
