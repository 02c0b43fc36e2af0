/** An exported number that both sides may set. */
export interface Address {
  value: number;
}

/** An exported memory; its buffer is another one after `grow`. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** The part of WebAssembly that the engine uses; its own types come with those of a page, which the engine does without. */
interface Api {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** A fresh instance of a module without imports, with a memory of its own. `Exports` is what its source promises. */
export function instantiate<Exports>(bytes: Uint8Array): Exports {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Api };
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Exports;
}

/** The bytes that pairs of hexadecimal digits stand for. */
export function bytesOfHex(digits: string): Uint8Array {
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}
