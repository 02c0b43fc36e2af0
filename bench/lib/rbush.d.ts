declare module "rbush" {
  interface Box {
    readonly minX: number;
    readonly minY: number;
    readonly maxX: number;
    readonly maxY: number;
  }
  // biome-ignore lint/style/noDefaultExport: it is how the package exports its class.
  export default class RBush<T extends Box> {
    load(items: readonly T[]): this;
    search(box: Box): T[];
  }
}
