import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Where things go that an unprivileged account must reach, if the folder asked for is closed to it. */
const SHARED_HOME = "/var/lib/borough";

/**
 * The ways to run PostgreSQL here, best first. It refuses to run as root: then a user namespace is tried, in
 * which root's files stay root's, and after that an unprivileged account. Each way says how to run a program
 * (`wrap`), where a folder has to be (`place`) and how to give it a path (`own`).
 */
export function waysToRun() {
  if (process.getuid?.() !== 0) return [asOneself];
  const account = findAccount("postgres") ?? findAccount("nobody");
  if (account === null) return [];
  return [...inUserNamespace(account), asAccount(account)];
}

const asOneself = {
  name: "self",
  wrap: (command, args) => ({ command, args, options: {} }),
  place: (folder) => folder,
  own: () => {},
};

function inUserNamespace({ uid, gid }) {
  const map = ["--user", `--map-user=${uid}`, `--map-group=${gid}`];
  if (spawnSync("unshare", [...map, "true"]).status !== 0) return [];
  return [
    {
      ...asOneself,
      name: "namespace",
      wrap: (command, args) => ({ command: "unshare", args: [...map, command, ...args], options: {} }),
    },
  ];
}

function asAccount({ uid, gid }) {
  return {
    name: "account",
    wrap: (command, args) => ({ command, args, options: { uid, gid } }),
    place: (folder) => (isOpenToAll(dirname(folder)) ? folder : join(SHARED_HOME, digest(folder))),
    own: (path) => chownSync(path, uid, gid),
  };
}

function findAccount(name) {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  if (line === undefined) return null;
  const [, , uid, gid] = line.split(":").map(Number);
  return { uid, gid };
}

/** Whether every folder down to this one may be passed through by anybody. */
function isOpenToAll(folder) {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function digest(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
