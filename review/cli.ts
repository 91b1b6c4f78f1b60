import * as path from "node:path";
import { parseArgs } from "node:util";
import { readPackConfig } from "./pack-config";
import { printReview } from "./print";
import { reviewStack } from "./review";

const usage = `Usage: npm run review -- [options]
  --stack NAME               the stack to review (dev)
  --policy-pack-config FILE  configuration of the pack, JSON as the Pulumi CLI takes it
  --policy-pack DIR          another policy pack, or a built one
  --program FILE             a program to review instead of index.ts
  --first-preview            leave unknown all that AWS makes, as the first preview of a stack has it
  --format text|json         for people, or for machines (text)
Exit code: 0 passed, 1 a mandatory violation, 2 no review could be made.`;

/**
 * The command.
 *
 * @param args what stands behind `npm run review --`
 * @param print takes what belongs on standard output
 * @returns the exit code
 */
export async function main(args: string[], print: (text: string) => void): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      stack: { type: "string", default: "dev" },
      "policy-pack-config": { type: "string" },
      "policy-pack": { type: "string" },
      program: { type: "string" },
      "first-preview": { type: "boolean", default: false },
      format: { type: "string", default: "text" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    print(usage);
    return 0;
  }
  if (values.format !== "text" && values.format !== "json") {
    throw new Error(`--format is ${values.format}: expected text or json.`);
  }
  const { "policy-pack-config": packConfig, "policy-pack": packFolder } = values;
  const review = await reviewStack({
    stack: values.stack,
    firstPreview: values["first-preview"],
    ...(packConfig !== undefined && { packConfig: readPackConfig(packConfig) }),
    ...(packFolder !== undefined && { packFolder: path.resolve(packFolder) }),
    ...(values.program !== undefined && { program: path.resolve(values.program) }),
  });
  const color = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
  print(values.format === "json" ? JSON.stringify(review, undefined, 2) : printReview(review, { color }));
  return review.passed ? 0 : 1;
}

if (require.main === module) {
  main(process.argv.slice(2), console.log).then(
    (exitCode) => (process.exitCode = exitCode),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 2;
    },
  );
}
