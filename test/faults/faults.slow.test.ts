import * as fs from "node:fs";
import { type FaultRow, faultResults } from "../../tools/docs/faults";
import { describeFaults } from "./matrix";
import { faultRow } from "./row";

const rows: FaultRow[] = [];

describeFaults((subject, fault, outcome) => rows.push(faultRow(subject, fault, outcome)));

// What docs/faults.md is made of. A result that changed shows in the difference of two commits.
after(() => fs.writeFileSync(faultResults, `${JSON.stringify(rows, null, 2)}\n`));
