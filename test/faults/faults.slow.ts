import * as fs from "node:fs";
import { describeFaults } from "./matrix";
import { type FaultRow, faultRow, resultsFile } from "./table";
import { faults, type Fault } from "./world";

const rows: FaultRow[] = [];

describeFaults(Object.keys(faults) as Fault[], (subject, fault, outcome) =>
  rows.push(faultRow(subject, fault, outcome)),
);

// What the README's table is made of. A result that changed shows in the difference of two commits.
after(() => fs.writeFileSync(resultsFile, `${JSON.stringify(rows, null, 2)}\n`));
