import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import * as path from "node:path";
import { startProgress } from "../cli/progress";
import { terminal } from "../cli/terminal";
import { visibleJson, visibleLines } from "../cli/visible";
import type * as Write from "../audit/report/write";
import { printReview } from "../review/print";
import type { Review } from "../review/review";
import type { Account } from "./account/account";
import type { Arguments } from "./arguments";
import type { JournalListener } from "./account/journal";
import { writeMessages } from "./messages";
import { printAnswer, printEvents, toJson } from "./print";
import { runLocal } from "./run";
import { readScenario } from "./scenario/file";
import { instructions, serve } from "./serve";
import { printEntry } from "./print-journal";

const root = path.resolve(__dirname, "..");

/**
 * Plays a scenario in a local account, or serves an account.
 *
 * @returns the exit code
 * @throws StackError, ScenarioError, ServeError for what the user can mend
 */
export async function start(options: Arguments): Promise<number> {
  const { stack, scenario, json, verbose } = options;
  if (options.serve) {
    await serveUntilEnded(options);
    return 0;
  }
  const played = scenario === undefined ? undefined : readScenario(scenario);
  const progress = startProgress();
  const reviewing = review(stack);
  // A mistake in the stack's files ends both; the run's own sentence is the one to be heard.
  reviewing.catch(() => {});
  let report: string | undefined;
  const run = await runLocal({
    stack,
    progress: progress.step,
    ...(played !== undefined && { scenario: played }),
    inspect: async (account, regions) => {
      progress.step("writing the report");
      report = await writeReportOf(account, regions);
    },
  }).finally(progress.stop);
  const reviewed = await reviewing.catch((error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    return undefined;
  });
  const passed = run.problems.length === 0 && reviewed?.passed === true;
  if (json) {
    const document = { ...toJson(run), review: reviewed, report };
    process.stdout.write(visibleJson(document));
    for (const problem of run.problems) process.stderr.write(`${visibleLines(problem)}\n`);
    return passed ? 0 : 1;
  }
  const messages = path.join(root, ".local", "messages");
  writeMessages(run.notifications, messages);
  const printing = { ...terminal(), verbose, messages: path.relative(process.cwd(), messages) };
  process.stdout.write(printEvents(run, printing));
  // Nothing is green beside what failed.
  const color = printing.color && passed;
  if (reviewed)
    process.stdout.write(`\n${isClean(reviewed) ? inOneLine(reviewed) : printReview(reviewed, { color })}\n`);
  if (report !== undefined) process.stdout.write(`Report for a browser: ${report}\n`);
  process.stdout.write(printAnswer(run, printing));
  return passed ? 0 : 1;
}

function isClean({ passed, violations }: Review): boolean {
  return passed && violations.length === 0;
}

function inOneLine({ policies }: Review): string {
  return `Review: all ${policies.length} policies passed (\`npm run review\` lists them).`;
}

/** Has the policy pack review the stack meanwhile, in a process of its own. */
async function review(stack: string): Promise<Review> {
  const args = ["--require", "ts-node/register", "review/cli.ts", "--stack", stack, "--format", "json"];
  const options = { cwd: root, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as Review);
      } catch {
        reject(new Error(`The review came to no end: ${stderr || (error?.message ?? stdout)}`));
      }
    });
  });
}

/** Writes the auditor's report of what happened in the account, asked as anybody would ask it. */
async function writeReportOf(account: Account, [first, ...rest]: readonly string[]): Promise<string> {
  if (first === undefined) throw new Error("A stack has at least one Region.");
  // Loaded only now: its clients are many, and the run has other things to do first.
  const { writeReport } = createRequire(__filename)("../audit/report/write") as typeof Write;
  const out = path.join(root, ".local", "report");
  await mkdir(path.dirname(out), { recursive: true });
  await writeReport({
    out,
    regions: [first, ...rest],
    access: { endpoint: account.endpointUrl, credentials: account.iam.credentials(account.administrator) },
    now: account.clock.now(),
  });
  return path.relative(process.cwd(), path.join(out, "report.html"));
}

/** Serves an account until Ctrl-C or SIGTERM, and prints what happens in it. */
async function serveUntilEnded({ stack, port, empty }: Arguments): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve());
  });
  const lines: string[] = [];
  let write = (line: string): unknown => lines.push(line);
  const follow: JournalListener = (kind, entry) => {
    const line = printEntry(kind, entry, terminal());
    if (line !== undefined) write(`${line}\n`);
  };
  const served = await serve({ stack, port, empty, follow });
  try {
    process.stdout.write(`${instructions(served)}\n${lines.join("")}`);
    write = (line) => process.stdout.write(line);
    await ended;
  } finally {
    // What is cut off now is no failure of anybody's.
    write = () => undefined;
    await served.close();
  }
}
