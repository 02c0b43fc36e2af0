export function lockDataFolder(dataDir: string): () => void;
