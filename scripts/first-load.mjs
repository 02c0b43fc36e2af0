// Measures what a browser must load before the first page works, beside an empty page of the same Next.
// node scripts/first-load.mjs http://localhost:3000/   builds the empty app in a temporary folder and prints JSON.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const START_LIMIT_MS = 60_000;

/** Kilobytes, compressed, of the scripts that the HTML of an address names; those for old browsers are not loaded. */
export async function firstLoadKb(url) {
  const html = await (await fetch(url)).text();
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .map((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1])
    .filter((source) => source !== undefined);
  let bytes = 0;
  for (const source of new Set(sources)) {
    const reply = await fetch(new URL(source.replaceAll("&amp;", "&"), url));
    bytes += gzipSync(Buffer.from(await reply.arrayBuffer()), { level: 9 }).length;
  }
  return { kb: Math.round(bytes / 102.4) / 10, files: new Set(sources).size };
}

/** An app of one page that says nothing, built and served with the packages of this checkout. */
export async function withEmptyPage(measure) {
  const dir = mkdtempSync(join(tmpdir(), "borough-empty-page-"));
  try {
    mkdirSync(join(dir, "app"));
    symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
    writeFileSync(join(dir, "package.json"), '{ "name": "empty-page", "private": true, "type": "module" }');
    // The packages lie outside of the folder: the bundler must know where its world ends.
    writeFileSync(join(dir, "next.config.js"), `export default { turbopack: { root: "/" } };\n`);
    writeFileSync(
      join(dir, "app/layout.jsx"),
      "export default function Layout({ children }) {\n  return <html lang='en'><body>{children}</body></html>;\n}\n",
    );
    writeFileSync(
      join(dir, "app/page.jsx"),
      "export default function Page() {\n  return <p>Nothing</p>;\n}\n",
    );
    await run(["build"], dir);
    return await serve(["start"], dir, measure);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const next = join(root, "node_modules/next/dist/bin/next");
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };

function run(args, cwd) {
  const child = spawn(process.execPath, [next, ...args], {
    cwd,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`next ${args[0]} ended with ${code}`)),
    );
  });
}

/** Serves a built app on a free port while `use` works with its address. */
async function serve(args, cwd, use) {
  const port = await freePort();
  const child = spawn(process.execPath, [next, ...args, "-p", String(port), "-H", "127.0.0.1"], {
    cwd,
    env,
    stdio: "ignore",
  });
  try {
    const url = `http://127.0.0.1:${port}/`;
    await untilAnswers(url);
    return await use(url);
  } finally {
    child.kill();
  }
}

async function untilAnswers(url) {
  const untilMs = performance.now() + START_LIMIT_MS;
  while (performance.now() < untilMs) {
    if (
      await fetch(url).then(
        (reply) => reply.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer`);
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [address] = process.argv.slice(2);
  if (address === undefined) {
    console.error("Say where the city runs: node scripts/first-load.mjs http://localhost:3000/");
    process.exit(1);
  }
  const page = await firstLoadKb(address);
  const empty = await withEmptyPage(firstLoadKb);
  console.log(JSON.stringify({ page, empty, ratio: Math.round((page.kb / empty.kb) * 1000) / 1000 }));
}
