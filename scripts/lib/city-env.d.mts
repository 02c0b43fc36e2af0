type Environment = Record<string, string | undefined>;

export function cityEnvironments(options: {
  settings: { host: string; port: number; dataDir: string; env: Environment };
  databaseUrl: string;
  broker: { port: number; wsPort: number; workerPassword: string; webPassword: string } | null;
  secret: string;
}): { worker: Environment; web: Environment; broker: Environment | null; tools: Environment };
