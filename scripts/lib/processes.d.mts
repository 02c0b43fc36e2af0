/** Whether a process with this id runs (a zombie does not). */
export function isAlive(pid: number): boolean;
