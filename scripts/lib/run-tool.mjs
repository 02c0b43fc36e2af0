import { spawn } from "node:child_process";
import { constants } from "node:os";

/** Runs a program on our own terminal and returns its exit code. What stops us stops it. */
export async function runTool(command, args, { cwd, env }) {
  const child = spawn(command, args, { cwd, env, stdio: "inherit" });
  const pass = (signal) => child.kill(signal);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, pass);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, killedBy) => resolve(code ?? 128 + constants.signals[killedBy]));
    });
  } finally {
    for (const signal of signals) process.off(signal, pass);
  }
}
