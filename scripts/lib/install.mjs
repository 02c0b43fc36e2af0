import { rmSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./command.mjs";
import { readIfThere, writeWhole } from "./files.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { npmCommand } from "./npm.mjs";

const SCHEMA = "prisma/schema.prisma";

/** What `next build` reads. */
const BUILD_INPUTS = [
  "app",
  "components",
  "city",
  "server",
  "public",
  "next.config.js",
  "postcss.config.mjs",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  SCHEMA,
];

/** Installs the packages if they are missing or the lockfile changed since. */
export async function ensurePackages({ root, env, log, signal }) {
  await onceFor(
    join(root, "node_modules", ".borough-install"),
    fingerprint(root, ["package-lock.json"]),
    () =>
      runCommand({
        label: "installing packages",
        // Development packages are needed to build, whatever NODE_ENV says.
        ...npmCommand(["install", "--include=dev", "--no-audit", "--no-fund"]),
        cwd: root,
        env,
        log,
        signal,
        remedy: "Check that this machine reaches the npm registry and has free disk space, then start again.",
      }),
  );
}

/** Generates the database client if it is missing or the schema changed since. */
export async function ensureDatabaseClient({ root, env, log, signal }) {
  // Beside the generated files: whoever removes them removes the stamp too.
  const stamp = join(root, "node_modules", ".prisma", "client", ".borough-stamp");
  await onceFor(stamp, fingerprint(root, [SCHEMA, "package-lock.json"]), () =>
    runCommand({
      label: "generating the database client",
      command: process.execPath,
      args: [join(root, "scripts", "prisma.mjs"), "generate"],
      cwd: root,
      env,
      log,
      signal,
      remedy: "Check prisma/schema.prisma.",
    }),
  );
}

/** Builds the pages if anything they are made of changed since. */
export async function ensurePages({ root, env, log, signal }) {
  await onceFor(join(root, ".next", "borough-stamp"), fingerprint(root, BUILD_INPUTS), () =>
    runCommand({
      label: "building the pages",
      command: process.execPath,
      args: [join(root, "node_modules", "next", "dist", "bin", "next"), "build"],
      cwd: root,
      env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      log,
      signal,
      remedy: "Put right what the lines above complain about, then start again.",
    }),
  );
}

/** Does the work unless the stamp says that it was done for this very input. */
async function onceFor(stamp, input, work) {
  if (readIfThere(stamp)?.trim() === input) return;
  // Work that fails half way must not leave an older stamp that vouches for it.
  rmSync(stamp, { force: true });
  await work();
  writeWhole(stamp, `${input}\n`);
}
