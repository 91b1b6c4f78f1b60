// npm run permissions: plays every scenario and notes which of the granted permissions were used. The README quotes it.
import * as fs from "node:fs";
import { observeGrants } from "./permissions/observe";
import { permissionsTable, reasons, resultsFile } from "./permissions/table";

async function main(): Promise<void> {
  const grants = await observeGrants();
  fs.writeFileSync(resultsFile, `${JSON.stringify(grants, null, 2)}\n`);
  process.stdout.write(`${permissionsTable()}\n`);
  const unexplained = grants.filter(({ usedIn, sid }) => usedIn.length === 0 && !(sid in reasons));
  for (const { role, sid, action } of unexplained) {
    process.stderr.write(
      `${action} (${sid} of ${role}) is granted and never used: remove it, or say why it stands.\n`,
    );
  }
  process.exitCode = unexplained.length === 0 ? 0 : 1;
}

void main();
