import type { AnalyzerInfo, PolicyInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { levelName, schemaOf } from "../../review/pack-config";
import { severityName, startPack } from "../../review/review";

/** What a pack says of its policies, as the table that the README shows. */
export function policyTable(info: AnalyzerInfo): string {
  return [
    "| policy | what it holds | severity | level | configurable |",
    "| --- | --- | --- | --- | --- |",
    ...info.getPoliciesList().map(row),
  ].join("\n");
}

function row(policy: PolicyInfo): string {
  const configurable = Object.entries(schemaOf(policy)).map(([name, { description, default: value }]) => {
    const shown = value === undefined ? "" : ` Default \`${JSON.stringify(value)}\`.`;
    return `\`${name}\`: ${String(description)}${shown}`;
  });
  return `| ${[
    `\`${policy.getName()}\``,
    policy.getDescription(),
    severityName(policy.getSeverity()),
    levelName(policy.getEnforcementlevel()),
    configurable.join("<br>"),
  ]
    .map((cell) => cell.replaceAll("|", "\\|"))
    .join(" | ")} |`;
}

/** The table of this checkout's own pack, asked as the engine asks it. */
export async function ownPolicyTable(): Promise<string> {
  const pack = await startPack(undefined, { project: "none", stack: "none", config: {} });
  try {
    return policyTable(await pack.info());
  } finally {
    pack.close();
  }
}
