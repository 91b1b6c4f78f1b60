// npm run test:mutation:infra, its third part: breaks infra/ where Stryker does not, to see the tests of infra/ notice.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { broken, spotsOf } from "./spots";
import { type Broken, conclude } from "./survivors";

const root = path.resolve(__dirname, "../..");
const tests = fs.globSync("test/infra/*.test.ts", { cwd: root }).filter((file) => !/\.slow\./.test(file));
// Asked last: a snapshot says that something changed, and no reason against it.
const snapshots = "test/infra/graphs.test.ts";
const naming = tests.filter((file) => file !== snapshots).toSorted();

/** A copy of the project to break. Its packages are this one's. */
function copyOfProject(): string {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), "infra-broken-"));
  const left = ["node_modules", ".git", "coverage", ".local"];
  for (const entry of fs.readdirSync(root)) {
    if (left.includes(entry)) continue;
    const filter = (source: string) => path.basename(source) !== "node_modules";
    fs.cpSync(path.join(root, entry), path.join(copy, entry), { recursive: true, filter });
  }
  fs.symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}

/** Whether tests pass. A program that does not end in five minutes does not pass. */
function pass(folder: string, files: readonly string[]): boolean {
  const args = ["node_modules/mocha/bin/mocha.js", "--no-parallel", "--bail", ...files];
  return spawnSync(process.execPath, args, { cwd: folder, timeout: 300_000 }).status === 0;
}

function main(sources: readonly string[]): number {
  const copy = copyOfProject();
  const survivors: Broken[] = [];
  let all = 0;
  let bySnapshot = 0;
  try {
    if (!pass(copy, tests)) throw new Error("The tests of infra/ fail although nothing is broken.");
    for (const file of sources) {
      const text = fs.readFileSync(path.join(root, file), "utf8");
      for (const spot of spotsOf(text)) {
        fs.writeFileSync(path.join(copy, file), broken(text, spot));
        const isNamed = !pass(copy, naming);
        const isNoticed = isNamed || !pass(copy, [snapshots]);
        const { line, was, becomes } = spot;
        const fate = isNamed ? "noticed" : isNoticed ? "noticed by a snapshot alone" : "NOT NOTICED";
        console.log(`${fate}: ${file}:${line} '${was.trim()}' became '${becomes}'`);
        all++;
        if (!isNoticed) survivors.push({ file, was, becomes });
        else if (!isNamed) bySnapshot++;
      }
      fs.writeFileSync(path.join(copy, file), text);
    }
  } finally {
    fs.rmSync(copy, { recursive: true });
  }
  console.log(`${bySnapshot} of ${all} are noticed by a snapshot alone.`);
  return conclude(survivors, all);
}

if (require.main === module) {
  const named = process.argv.slice(2);
  process.exitCode = main(named.length > 0 ? named : fs.globSync("infra/**/*.ts", { cwd: root }).toSorted());
}
