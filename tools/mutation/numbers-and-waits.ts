// npm run test:mutation:infra, its third part: breaks infra/ where Stryker does not, to see the tests of infra/ notice.
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
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
async function pass(folder: string, files: readonly string[]): Promise<boolean> {
  const args = ["node_modules/mocha/bin/mocha.js", "--no-parallel", "--bail", ...files];
  const options = { cwd: folder, timeout: 300_000, maxBuffer: Infinity };
  return promisify(execFile)(process.execPath, args, options).then(
    () => true,
    () => false,
  );
}

type Fate = "noticed" | "noticed by a snapshot alone" | "NOT NOTICED";

async function fateIn(folder: string): Promise<Fate> {
  if (!(await pass(folder, naming))) return "noticed";
  return (await pass(folder, [snapshots])) ? "NOT NOTICED" : "noticed by a snapshot alone";
}

async function main(sources: readonly string[]): Promise<number> {
  const spots = sources.flatMap((file) => {
    const text = fs.readFileSync(path.join(root, file), "utf8");
    return spotsOf(text).map((spot) => ({ file, text, spot }));
  });
  const copies = Array.from({ length: os.availableParallelism() }, copyOfProject);
  const survivors: Broken[] = [];
  let bySnapshot = 0;
  const left = spots.values();
  const breakIn = async (copy: string): Promise<void> => {
    for (const { file, text, spot } of left) {
      fs.writeFileSync(path.join(copy, file), broken(text, spot));
      const fate = await fateIn(copy);
      fs.writeFileSync(path.join(copy, file), text);
      const { line: number, was, becomes } = spot;
      console.log(`${fate}: ${file}:${number} '${was.trim()}' became '${becomes}'`);
      const line = text.split("\n")[number - 1] ?? "";
      if (fate === "NOT NOTICED") survivors.push({ file, line, was, becomes });
      else if (fate !== "noticed") bySnapshot++;
    }
  };
  try {
    if (!(await pass(copies[0] ?? root, tests)))
      throw new Error("The tests of infra/ fail although nothing is broken.");
    await Promise.all(copies.map(breakIn));
  } finally {
    for (const copy of copies) fs.rmSync(copy, { recursive: true });
  }
  console.log(`${bySnapshot} of ${spots.length} are noticed by a snapshot alone.`);
  return conclude(survivors, spots.length);
}

if (require.main === module) {
  const named = process.argv.slice(2);
  const sources = named.length > 0 ? named : fs.globSync("infra/**/*.ts", { cwd: root }).toSorted();
  void main(sources).then((code) => (process.exitCode = code));
}
