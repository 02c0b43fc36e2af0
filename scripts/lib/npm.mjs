import { basename } from "node:path";

/** How to call the npm that started this process, or the one on PATH, under the Node that runs now. */
export function npmCommand(args) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && basename(cli) === "npm-cli.js")
    return { command: process.execPath, args: [cli, ...args] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", args };
}
