import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { benchmarksPage } from "./benchmarks";
import { changingSettingsPage } from "./changing-settings";
import { configurationPage } from "./configuration";
import { costPage } from "./cost";
import { exitCodesPage } from "./exit-codes";
import { faultsPage } from "./faults";
import { guardrailPage } from "./guardrail";
import { permissionsPage } from "./permissions";
import { policiesPage } from "./policies";
import { regionsPage } from "./regions";
import { scenariosPage } from "./scenarios";
import { unscopedActionsFile } from "./unscoped-actions";

/** The files that are made whole, by path: each page by the file of its name in this folder. */
export const pages: Record<string, () => string | Promise<string>> = {
  "docs/benchmarks.md": benchmarksPage,
  "docs/changing-settings.md": changingSettingsPage,
  "docs/configuration.md": configurationPage,
  "docs/cost.md": costPage,
  "docs/exit-codes.md": exitCodesPage,
  "docs/faults.md": faultsPage,
  "docs/guardrail.md": guardrailPage,
  "docs/permissions.md": permissionsPage,
  "docs/policies.md": policiesPage,
  "docs/regions.md": regionsPage,
  "docs/scenarios.md": scenariosPage,
  "policy/iam/unscoped-actions.ts": unscopedActionsFile,
};

const root = path.resolve(__dirname, "../..");

/** Makes every page anew. @returns the paths of those that changed */
export async function writePages(): Promise<string[]> {
  const changed: string[] = [];
  for (const [file, make] of Object.entries(pages)) {
    const text = await make();
    if (written(file) === text) continue;
    writeFileSync(path.join(root, file), text);
    changed.push(file);
  }
  return changed;
}

/** A page as it stands; undefined where there is none yet. */
export function written(file: string): string | undefined {
  const full = path.join(root, file);
  return existsSync(full) ? readFileSync(full, "utf8") : undefined;
}
