export function nodeFitness(version: string): "ready" | "launcher_only" | "too_old";
