/**
 * `npm run bench [name …]`: runs the benches one after another and prints their figures. A bench asserts that what it measures is right
 * before it measures; nothing here is a test, and no figure fails a build.
 */
export {};

const BENCHES: Readonly<Record<string, () => Promise<{ run(): Promise<void> }>>> = {
  tick: () => import("./tick.ts"),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(
    `There is no bench named ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}.`,
  );
  process.exit(2);
}
for (const [name, load] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n== ${name}`);
  const bench = await load();
  await bench.run();
}
