import * as fs from "node:fs";
import { describeFaults } from "./matrix";
import { type FaultRow, faultRow, resultsFile } from "./table";

const rows: FaultRow[] = [];

describeFaults((subject, fault, outcome) => rows.push(faultRow(subject, fault, outcome)));

// What the README's table is made of. A result that changed shows in the difference of two commits.
after(() => fs.writeFileSync(resultsFile, `${JSON.stringify(rows, null, 2)}\n`));
