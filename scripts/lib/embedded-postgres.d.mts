export type EmbeddedPostgres = {
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  /** Settles with how it ended. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
  kill(): void;
};

export type EmbeddedPostgresOptions = {
  /** The folder of the data; made if missing. */
  readonly dir: string;
  readonly log: (line: string) => void;
};

/** Starts the PostgreSQL that comes with the packages, or adopts the one that runs on this data. */
export function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres>;

/** The server that runs on the data in `dir`, or null if none does. */
export function findEmbeddedPostgres(options: {
  readonly dir: string;
}): Promise<Omit<EmbeddedPostgres, "url"> | null>;
