export interface FirstLoad {
  /** Kilobytes, compressed. */
  readonly kb: number;
  readonly files: number;
}

export function firstLoadKb(url: string): Promise<FirstLoad>;
export function withEmptyPage<T>(measure: (url: string) => Promise<T>): Promise<T>;
