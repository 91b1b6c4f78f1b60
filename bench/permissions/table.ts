import * as fs from "node:fs";
import * as path from "node:path";
import type { Grant } from "./observe";

export const resultsFile = path.join(__dirname, "results.json");

/** Why a statement stands although no scenario uses it. */
export const reasons: Record<string, string> = {
  ReadTracesAsTheTutorialGrants:
    "never: AWS's tutorial grants it and warns of AWS Config's \"out of scope\" without; `traceReads: false` leaves it out",
};

export function readGrants(): Grant[] {
  return JSON.parse(fs.readFileSync(resultsFile, "utf8")) as Grant[];
}

/** The README's table: each statement with its actions, and the scenarios that use them. */
export function permissionsTable(): string {
  const statements = new Map<string, Grant[]>();
  for (const grant of readGrants()) {
    const key = `${grant.role} ${grant.sid}`;
    statements.set(key, [...(statements.get(key) ?? []), grant]);
  }
  return [
    "| role | statement | action: scenarios that use it |",
    "| --- | --- | --- |",
    ...[...statements.values()].map((grants) => row(grants)),
  ].join("\n");
}

function row(grants: readonly Grant[]): string {
  const [{ role, sid } = { role: "", sid: "" }] = grants;
  const byUsage = new Map<string, string[]>();
  for (const { action, usedIn } of grants) {
    const used = usage(sid, usedIn);
    byUsage.set(used, [...(byUsage.get(used) ?? []), `\`${action}\``]);
  }
  const cells = [...byUsage].map(([used, actions]) => `${actions.join(", ")}: ${used}`);
  return `| ${role} | \`${sid}\` | ${cells.join("<br>")} |`;
}

/** A few scenarios by name, many by number. */
function usage(sid: string, usedIn: readonly string[]): string {
  if (usedIn.length === 0) return reasons[sid] ?? "**never**";
  return usedIn.length > 3 ? `${usedIn.length} scenarios` : usedIn.join(", ");
}
