// npm run test:mutation:infra, its second part: holds Stryker's report against what may go unnoticed.
import * as fs from "node:fs";
import * as path from "node:path";
import { conclude, type Broken } from "./survivors";

interface Position {
  line: number;
  column: number;
}

/** What of the report is read: https://github.com/stryker-mutator/mutation-testing-elements */
interface Report {
  files: Record<
    string,
    {
      source: string;
      mutants: { status: string; replacement?: string; location: { start: Position; end: Position } }[];
    }
  >;
}

/** What Stryker broke and could judge, and what of that no test noticed. */
export function readReport({ files }: Report): { all: number; survivors: Broken[] } {
  const survivors: Broken[] = [];
  let all = 0;
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const lines = source.split("\n");
    const offset = ({ line, column }: Position) =>
      lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, column - 1);
    for (const { status, replacement = "", location } of mutants) {
      if (["Ignored", "CompileError", "RuntimeError"].includes(status)) continue;
      all++;
      if (status === "Killed" || status === "Timeout") continue;
      const was = source.slice(offset(location.start), offset(location.end));
      const line = lines[location.start.line - 1] ?? "";
      survivors.push({ file, line, was, becomes: replacement });
    }
  }
  return { all, survivors };
}

if (require.main === module) {
  const file = process.argv[2] ?? path.resolve(__dirname, "../../coverage/mutation-infra.json");
  const { all, survivors } = readReport(JSON.parse(fs.readFileSync(file, "utf8")) as Report);
  process.exitCode = conclude(survivors, all);
}
