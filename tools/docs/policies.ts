import type { PolicyInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Analyzer } from "../../review/analyzer";
import { levelName, schemaOf } from "../../review/pack-config";
import { reviewWith, severityName, startPack } from "../../review/review";
import { firstParagraphIn } from "../package/doc-comments";
import { page, table } from "./markdown";

const root = path.resolve(__dirname, "../..");
const examples = path.join(root, "test/review/examples");

/** This checkout's own pack, asked as Pulumi's engine asks it: about itself, and about the examples that a test reviews. */
export async function policiesPage(): Promise<string> {
  const pack = await startPack(undefined, { project: "shop", stack: "dev", config: {} });
  try {
    const all = (await pack.info()).getPoliciesList();
    const sections: string[] = [];
    for (const policy of all) sections.push(...(await section(policy, pack)));
    return page(
      "Which policies does the review hold a stack to?",
      "[How to run and configure them, and how to except a resource for a while](review.md). Each policy is one file in `policy/policies/`. The examples are reviewed by a test.",
      table(
        ["policy", "what it holds", "severity", "level"],
        all.map((policy) => [
          `[\`${policy.getName()}\`](#${policy.getName()})`,
          policy.getDescription(),
          severityName(policy.getSeverity()),
          levelName(policy.getEnforcementlevel()),
        ]),
      ),
      ...sections,
    );
  } finally {
    pack.close();
  }
}

async function section(policy: PolicyInfo, pack: Analyzer): Promise<string[]> {
  const name = policy.getName();
  const control = policy.getFramework();
  return [
    `## ${name}`,
    `**${policy.getDisplayname()}.** ${firstParagraphIn(path.join(root, "policy/policies", `${name}.ts`))}`,
    `**To satisfy it:** ${policy.getRemediationSteps()}`,
    ...(control === undefined
      ? []
      : [
          `Some of it is ${control.getReference()} of ${control.getName()} ${control.getVersion()}: "${control.getSpecification()}".`,
        ]),
    settings(policy),
    ...(await example(name, pack)),
  ].filter((part) => part !== "");
}

function settings(policy: PolicyInfo): string {
  const schema = Object.entries(schemaOf(policy));
  if (schema.length === 0) return "";
  return table(
    ["setting", "what it means", "default"],
    schema.map(([name, { description, default: value }]) => [
      `\`${name}\``,
      String(description),
      value === undefined ? "" : `\`${JSON.stringify(value)}\``,
    ]),
  );
}

/** A program that breaks the policy, what the review says of it, and the same program put right. */
async function example(name: string, pack: Analyzer): Promise<string[]> {
  const [broken, right] = ["broken", "right"].map((kind) => path.join(examples, kind, `${name}.ts`));
  if (broken === undefined || right === undefined || !fs.existsSync(broken)) return [];
  const { violations } = await reviewWith(pack, { stack: "dev", program: broken });
  const messages = violations.map(({ message }) => message.split("\n").slice(1).join("\n"));
  return [
    "**This breaks it:**",
    block("typescript", fs.readFileSync(broken, "utf8")),
    "The review says:",
    block("text", messages.join("\n")),
    "**This is right:**",
    block("typescript", fs.readFileSync(right, "utf8")),
  ];
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``;
}
