import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import type * as Pulumi from "@pulumi/pulumi";
import { CommandLine } from "../cli/command";
import { main, run } from "../cli/main";
import { terminal } from "../cli/terminal";
import type * as Markdown from "./markdown";
import type * as PackConfig from "./pack-config";
import type * as Print from "./print";
import type * as Errors from "./review-error";
import type * as Review from "./review";

interface Arguments {
  stack: string;
  policyPackConfig: string | undefined;
  policyPack: string | undefined;
  program: string | undefined;
  firstPreview: boolean;
  format: "text" | "json";
  markdown: string | undefined;
}

const command = new CommandLine("npm run review --", {
  description:
    "Checks the resources of a stack with the policy pack, without AWS and without a Pulumi login.",
  examples: ["npm run review -- --stack dev --first-preview"],
  exitCodes: [
    { code: 0, when: "passed" },
    { code: 1, when: "a mandatory violation" },
    { code: 2, when: "no review could be made" },
  ],
})
  .value("--stack <name>", "the stack to review (Pulumi.<name>.yaml)", { default: "dev" })
  .value(
    "--policy-pack-config <file>",
    "configuration of the pack, JSON as the Pulumi CLI takes it; policy/config.json for this project's own",
  )
  .value("--policy-pack <dir>", "another policy pack, or a built one")
  .value("--program <file>", "a program to review instead of index.ts")
  .flag("--first-preview", "leave unknown all that AWS makes, as the first preview of a stack has it")
  .value("--format <format>", "for people, or for machines", { choices: ["text", "json"], default: "text" })
  .value("--markdown <file>", "writes the summary for a pull request, too");

async function reviewed({ stack, firstPreview, format, markdown, ...files }: Arguments): Promise<number> {
  // Loaded only once the arguments are understood.
  const load = createRequire(__filename);
  const { readPackConfig } = load("./pack-config") as typeof PackConfig;
  const { RunError } = load("@pulumi/pulumi") as typeof Pulumi;
  const { ReviewError } = load("./review-error") as typeof Errors;
  const { printReview } = load("./print") as typeof Print;
  const { reviewStack } = load("./review") as typeof Review;
  const { policyPackConfig, policyPack, program } = files;
  const review = await reviewStack({
    stack,
    firstPreview,
    ...(policyPackConfig !== undefined && { packConfig: readPackConfig(policyPackConfig) }),
    ...(policyPack !== undefined && { packFolder: path.resolve(policyPack) }),
    ...(program !== undefined && { program: path.resolve(program) }),
  }).catch((error: unknown) => {
    // In Pulumi's own words: what the program says the user can mend.
    if (RunError.isInstance(error)) throw new ReviewError(error.message, { cause: error });
    throw error;
  });
  if (markdown !== undefined) {
    const { markdownReview } = load("./markdown") as typeof Markdown;
    write(markdown, markdownReview(review));
  }
  const text = format === "json" ? JSON.stringify(review, undefined, 2) : printReview(review, terminal());
  process.stdout.write(`${text}\n`);
  return review.passed ? 0 : 1;
}

function write(file: string, text: string): void {
  const { ReviewError } = createRequire(__filename)("./review-error") as typeof Errors;
  try {
    fs.writeFileSync(file, text);
  } catch (cause) {
    throw new ReviewError(`The summary cannot be written to ${file}: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

// 1 means a violation: a defect is one way not to come to a review.
main(
  (args) =>
    run<Arguments>(command, args, ({ options }) => reviewed(options), {
      mistakes: ["StackError", "ReviewError"],
    }),
  2,
);
