import assert from "node:assert/strict";
import { readGrants, reasons } from "../../bench/permissions/table";
import { runGuard } from "../support/stub-cloud";

interface Statement {
  Sid: string;
  Action: string | string[];
}

describe("what the stack's roles are granted", () => {
  const seen = readGrants();

  it("was looked at in scenarios, all of it (else: npm run permissions)", async () => {
    const options = { desiredKey: "alias/xray-traces", fastDetection: true, watchRecording: true };
    const [remediating, judging] = await Promise.all([
      runGuard({ ...options, enforcement: "remediate" }),
      runGuard({ ...options, transactionSearch: "judge" }),
    ]);
    const declared = [...remediating.registrations, ...judging.registrations]
      .filter(({ type }) => type.endsWith(":RolePolicy"))
      .flatMap(({ inputs }) => (JSON.parse(String(inputs["policy"])) as { Statement: Statement[] }).Statement)
      .flatMap(({ Sid, Action }) => [Action].flat().map((action) => `${Sid} ${action}`));

    const observed = seen.map(({ sid, action }) => `${sid} ${action}`);
    assert.deepEqual([...new Set(observed)].sort(), [...new Set(declared)].sort());
  });

  it("is used in a scenario, or stands for a reason", () => {
    const unused = seen.filter(({ usedIn, sid }) => usedIn.length === 0 && !(sid in reasons));

    assert.deepEqual(unused, []);
  });

  it("has no reason for what is used", () => {
    const used = seen.filter(({ usedIn, sid }) => usedIn.length > 0 && sid in reasons);

    assert.deepEqual(used, []);
  });
});
