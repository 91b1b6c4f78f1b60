import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { benchmarksPage } from "./benchmarks";
import { changingSettingsPage } from "./changing-settings";
import { costPage } from "./cost";
import { exitCodesPage } from "./exit-codes";
import { faultsPage } from "./faults";
import { permissionsPage } from "./permissions";
import { policiesPage } from "./policies";
import { scenariosPage } from "./scenarios";

/** The pages in docs/ that are made whole: each by the file of its name in this folder. */
export const pages: Record<string, () => string | Promise<string>> = {
  "benchmarks.md": benchmarksPage,
  "changing-settings.md": changingSettingsPage,
  "cost.md": costPage,
  "exit-codes.md": exitCodesPage,
  "faults.md": faultsPage,
  "permissions.md": permissionsPage,
  "policies.md": policiesPage,
  "scenarios.md": scenariosPage,
};

export const docsFolder = path.resolve(__dirname, "../../docs");

/** Makes every page anew. @returns the names of those that changed */
export async function writePages(): Promise<string[]> {
  const changed: string[] = [];
  for (const [name, make] of Object.entries(pages)) {
    const text = await make();
    if (written(name) === text) continue;
    writeFileSync(path.join(docsFolder, name), text);
    changed.push(name);
  }
  return changed;
}

/** A page as it stands in docs/; undefined where there is none yet. */
export function written(name: string): string | undefined {
  try {
    return readFileSync(path.join(docsFolder, name), "utf8");
  } catch {
    return undefined;
  }
}
