// npm run test:mutation:infra, its second part: breaks infra/ where Stryker does not, to see the tests of infra/ notice.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { broken, placesOf } from "./places";
import { type Survivor, survivorsNamed } from "./survivors";

const root = path.resolve(__dirname, "../..");
const snapshots = "test/infra/graphs.test.ts";

/** In what order they are asked. What only a snapshot notices is a change that nobody gave a reason against. */
const askedFirst = fs
  .readdirSync(path.join(root, "test/infra"))
  .filter((file) => file.endsWith(".test.ts") && !file.endsWith(".slow.test.ts"))
  .map((file) => `test/infra/${file}`)
  .filter((file) => file !== snapshots);

/** A copy of the project to break; its packages are this one's. */
function copyOfProject(): string {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), "infra-broken-"));
  const left = new Set(["node_modules", ".git", "coverage", ".local"]);
  for (const entry of fs.readdirSync(root)) {
    if (left.has(entry)) continue;
    fs.cpSync(path.join(root, entry), path.join(copy, entry), {
      recursive: true,
      filter: (source) => path.basename(source) !== "node_modules",
    });
  }
  fs.symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}

/** Whether the tests pass although something is broken. A program that does not end within two minutes has not passed. */
function passes(folder: string, tests: readonly string[]): boolean {
  const mocha = path.join("node_modules", "mocha", "bin", "mocha.js");
  const args = [mocha, "--no-parallel", "--bail", "--reporter", "dot", ...tests];
  return spawnSync(process.execPath, args, { cwd: folder, timeout: 120_000 }).status === 0;
}

function sourcesOf(named: readonly string[]): string[] {
  if (named.length > 0) return [...named];
  return fs.globSync("infra/**/*.ts", { cwd: root }).toSorted();
}

function main(named: readonly string[]): number {
  const copy = copyOfProject();
  const survivors: Survivor[] = [];
  const onlyBySnapshot: string[] = [];
  let all = 0;
  try {
    if (!passes(copy, [...askedFirst, snapshots])) throw new Error("The tests of infra/ fail unbroken.");
    for (const file of sourcesOf(named)) {
      const text = fs.readFileSync(path.join(root, file), "utf8");
      for (const place of placesOf(text)) {
        all++;
        const what = `${file}:${place.line} ${place.was.trim()} -> ${place.becomes || "nothing"}`;
        fs.writeFileSync(path.join(copy, file), broken(text, place));
        const byName = !passes(copy, askedFirst);
        const noticed = byName || !passes(copy, [snapshots]);
        if (noticed && !byName) onlyBySnapshot.push(what);
        if (!noticed) survivors.push({ file, was: place.was.trim(), becomes: place.becomes });
        console.log(`${byName ? "noticed" : noticed ? "by the snapshot alone" : "UNNOTICED"}: ${what}`);
      }
      fs.writeFileSync(path.join(copy, file), text);
    }
  } finally {
    fs.rmSync(copy, { recursive: true });
  }
  console.log(
    `${all - survivors.length} of ${all} noticed, ${onlyBySnapshot.length} of them by the snapshots alone.`,
  );
  return survivorsNamed(survivors, all);
}

if (require.main === module) process.exitCode = main(process.argv.slice(2));
