import type { AnalyzerInfo, PolicyInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import * as fs from "node:fs";
import * as path from "node:path";
import { levelName, schemaOf } from "./pack-config";
import { severityName, startPack } from "./review";
import { ReviewError } from "./review-error";

const readme = path.resolve(__dirname, "../README.md");
const begin = "<!-- policies:begin, made by npm run policy:table -->";
const end = "<!-- policies:end -->";

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

/**
 * Puts the table between its two marks in a text, laid out as the project's formatter wants it.
 *
 * @throws ReviewError when the marks are not there
 */
export async function withTable(text: string, table: string): Promise<string> {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) {
    throw new ReviewError(
      `README.md has no place for the table of policies: add the lines ${begin} and ${end}.`,
    );
  }
  const { format, resolveConfig } = await import("prettier");
  const changed = `${text.slice(0, from)}${begin}\n\n${table}\n\n${text.slice(to)}`;
  return format(changed, { ...(await resolveConfig(readme)), parser: "markdown" });
}

async function main(): Promise<void> {
  const pack = await startPack(undefined, { project: "none", stack: "none", config: {} });
  try {
    fs.writeFileSync(
      readme,
      await withTable(fs.readFileSync(readme, "utf8"), policyTable(await pack.info())),
    );
  } finally {
    pack.close();
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
