export function parseEnvFile(text: string): Record<string, string>;
export function loadSettings(
  root: string,
  environment?: Record<string, string | undefined>,
): Record<string, string>;
