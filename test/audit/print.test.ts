import assert from "node:assert/strict";
import { csv } from "../../audit/cli/print";
import { version } from "../../package.json";
import { account, guardedRegion, key } from "./account";
import { audit } from "./audit";
import { LoopbackAws } from "./loopback-aws";

describe("a table", () => {
  let aws: LoopbackAws;
  before(async () => {
    aws = await LoopbackAws.start();
  });
  after(() => aws.stop());

  const foreignKey = key.replace(account, "210987654321");
  const regions = {
    "eu-west-1": guardedRegion(),
    "ap-southeast-2": guardedRegion({ xray: { Type: "KMS", KeyId: foreignKey, Status: "UPDATING" } }),
    "us-east-1": guardedRegion({ fails: { GetEncryptionConfig: "AccessDeniedException" } }),
  };

  const cases: [command: string, width: number | undefined, widest: number][] = [
    ["inventory", undefined, 80],
    ["inventory", 80, 80],
    ["inventory", 120, 120],
    ["timeline", undefined, 80],
    ["timeline", 80, 80],
    ["timeline", 120, 120],
  ];
  for (const [command, width, widest] of cases) {
    it(`of the ${command} has at most ${widest} columns on ${width === undefined ? "no terminal" : `one of ${width}`}, and cuts nothing off`, async () => {
      aws.become(regions);

      const { out } = await audit(aws, [command, "--regions", Object.keys(regions).join(",")], {
        ...(width !== undefined && { width }),
      });

      const lines = out.split("\n").filter((line) => /[│─]/.test(line));
      const columns = Math.max(...lines.map((line) => line.length));
      assert.ok(columns <= widest && columns > widest - 3, `${columns} columns`);
      assert.ok(!out.includes("…"), out);
    });
  }
});

describe("a JSON document", () => {
  let aws: LoopbackAws;
  before(async () => {
    aws = await LoopbackAws.start();
  });
  after(() => aws.stop());

  for (const command of ["inventory", "timeline", "preflight"]) {
    it(`of the ${command} says what made it, beside the version of its form`, async () => {
      aws.become({ "eu-west-1": guardedRegion() });

      const { out } = await audit(aws, [command, "--regions", "eu-west-1", "--format", "json"]);

      const { kind, madeBy, version: form } = JSON.parse(out) as Record<string, unknown>;
      const expected = { kind: command, madeBy: `xray-encryption-guard ${version}`, form: 2 };
      assert.deepEqual({ kind, madeBy, form }, expected);
    });
  }
});

describe("a CSV", () => {
  const cases: [says: string, records: object[], columns: string[] | undefined, expected: string][] = [
    [
      "has each member under its own name",
      [
        { a: 1, b: "x" },
        { b: "y", a: 2 },
      ],
      undefined,
      "a,b\n1,x\n2,y\n",
    ],
    ["has the columns that are asked for, in their order", [{ a: 1, b: "x" }], ["b", "a"], "b,a\nx,1\n"],
    ["says without a record what its columns are", [], ["a", "b"], "a,b\n"],
    ["gives no formula to a spreadsheet", [{ a: "=1+1" }], undefined, "a\n'=1+1\n"],
  ];
  for (const [says, records, columns, expected] of cases)
    it(says, () => assert.equal(csv(records, true, columns), expected));
});
