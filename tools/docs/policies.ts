import type { PolicyInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { levelName, schemaOf } from "../../review/pack-config";
import { severityName, startPack } from "../../review/review";
import { page, table } from "./markdown";

/** This checkout's own pack, asked as Pulumi's engine asks it. */
export async function policiesPage(): Promise<string> {
  const pack = await startPack(undefined, { project: "none", stack: "none", config: {} });
  try {
    return policies((await pack.info()).getPoliciesList());
  } finally {
    pack.close();
  }
}

function policies(all: readonly PolicyInfo[]): string {
  return page(
    "Which policies does the review hold a stack to?",
    `Each policy is one file in \`policy/policies/\`, named as the policy is. [How to run and configure them](review.md).`,
    table(
      ["policy", "what it holds", "severity", "level"],
      all.map((policy) => [
        `\`${policy.getName()}\``,
        policy.getDescription(),
        severityName(policy.getSeverity()),
        levelName(policy.getEnforcementlevel()),
      ]),
    ),
    "## What can be configured",
    table(
      ["policy", "setting", "what it means", "default"],
      all.flatMap((policy) =>
        Object.entries(schemaOf(policy)).map(([name, { description, default: value }]) => [
          `\`${policy.getName()}\``,
          `\`${name}\``,
          String(description),
          value === undefined ? "" : `\`${JSON.stringify(value)}\``,
        ]),
      ),
    ),
  );
}
