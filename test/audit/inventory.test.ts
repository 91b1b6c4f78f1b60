import assert from "node:assert/strict";
import type { InventoryRow } from "../../audit/inventory/inventory";
import { account, guardRule, guardedRegion, key, otherKey, recorder, result, rule } from "./account";
import { audit } from "./audit";
import { LoopbackAws, type RegionState } from "./loopback-aws";

describe("inventory", () => {
  let aws: LoopbackAws;
  before(async () => {
    aws = await LoopbackAws.start();
  });
  after(() => aws.stop());

  /** The one row of one Region. */
  async function rowOf(state: RegionState): Promise<{ row: InventoryRow; code: number; said: string[] }> {
    aws.become({ "eu-west-1": state });
    const { code, out, said } = await audit(aws, ["inventory", "--regions", "eu-west-1", "--format", "json"]);
    const { rows } = JSON.parse(out) as { rows: [InventoryRow] };
    assert.equal(rows.length, 1);
    return { row: rows[0], code, said };
  }

  it("says setting, key, aliases, spans, recorder, verdict, since when, and how old the last evaluation is", async () => {
    const { row, code, said } = await rowOf(guardedRegion({ pageSize: 1 }));

    assert.deepEqual(row, {
      account,
      region: "eu-west-1",
      setting: { type: "KMS", keyId: key, status: "ACTIVE", source: "X-Ray" },
      settingSince: "2026-01-09T10:01:00.000Z",
      key: {
        arn: key,
        aliases: ["alias/also-traces", "alias/xray-traces"],
        state: "Disabled",
        manager: "CUSTOMER",
      },
      spans: "XRay",
      recorder: { name: recorder.name, recording: true, recordsType: true },
      rule,
      verdict: {
        complianceType: "NON_COMPLIANT",
        annotation: "X-Ray stops storing traces: its key is Disabled, but should be Enabled.",
        since: "2026-01-10T09:02:00.000Z",
      },
      lastEvaluation: { at: "2026-01-11T09:02:00.000Z", ageSeconds: 10_800 },
      notes: [],
      error: null,
    });
    assert.deepEqual([code, said], [0, []]);
  });

  const notes: { name: string; state: RegionState; note: string; code?: number }[] = [
    {
      name: "a stopped recorder",
      state: guardedRegion({ recording: false }),
      note: `Recorder ${recorder.name} is stopped: changes are not recorded.`,
    },
    {
      name: "a recorder without the type",
      state: guardedRegion({
        recorder: { ...recorder, recordingGroup: { resourceTypes: ["AWS::S3::Bucket"] } },
      }),
      note: `Recorder ${recorder.name} does not record AWS::XRay::EncryptionConfig.`,
    },
    {
      name: "a Region without a rule",
      state: guardedRegion({ rules: [] }),
      note: "No AWS Config rule judges the setting in eu-west-1.",
    },
    {
      name: "spans that go to CloudWatch Logs",
      state: guardedRegion({ destination: "CloudWatchLogs" }),
      note: "Spans go to CloudWatch Logs, to log group aws/spans, which this setting does not encrypt.",
    },
    {
      name: "a setting that X-Ray is still applying",
      state: guardedRegion({ xray: { Type: "KMS", KeyId: key, Status: "UPDATING" } }),
      note: "X-Ray is still applying the setting: old and new may mix.",
    },
    {
      name: "a rule whose latest evaluation failed",
      state: guardedRegion({
        evaluation: { LastFailedEvaluationTime: 1768122120, LastErrorMessage: "it broke" },
      }),
      note: `The latest evaluation of rule ${rule} failed: it broke.`,
    },
    {
      name: "no recorder, with an exit code of its own",
      state: guardedRegion({ recorder: undefined as never, items: [] }),
      note: "eu-west-1 has no AWS Config recorder: nothing proves what the setting was before.",
      code: 5,
    },
    {
      name: "aliases that cannot be read, as a partial answer",
      state: guardedRegion({ fails: { ListAliases: "AccessDeniedException" } }),
      note: `Cannot read the aliases of key ${key} in eu-west-1 (AccessDeniedException: AWS says AccessDeniedException): allow kms:ListAliases.`,
      code: 2,
    },
  ];
  for (const { name, state, note, code = 0 } of notes) {
    it(`notes ${name}`, async () => {
      const outcome = await rowOf(state);

      assert.deepEqual(outcome.row.notes, [note]);
      assert.equal(outcome.code, code);
    });
  }

  it("says of a key that does not exist any more that it is gone", async () => {
    const { row } = await rowOf(guardedRegion({ keys: {}, aliases: {} }));

    assert.deepEqual(row.key, { arn: key, aliases: [], state: "Gone", manager: null });
  });

  it("does not say since when a verdict stands that AWS Config has not recorded", async () => {
    const { row } = await rowOf(
      guardedRegion({ results: [result("2026-01-11T09:02:00Z", "COMPLIANT", "Fine.")] }),
    );

    assert.deepEqual(row.verdict, { complianceType: "COMPLIANT", annotation: "Fine.", since: null });
  });

  it("finds a rule without a scope by its parameters, and asks which one where several have a desiredKey", async () => {
    const { Scope: _, ...periodic } = guardRule;
    const other = { ...periodic, ConfigRuleName: "encrypts-buckets" };

    const { row } = await rowOf(guardedRegion({ rules: [periodic] }));
    const several = await rowOf(guardedRegion({ rules: [other, periodic] }));

    assert.equal(row.rule, rule);
    assert.match(
      several.row.error?.message ?? "",
      /\(encrypts-buckets, .*\): choose one with --rule NAME\.$/,
    );
  });

  it("does not take the rule of AWS's tutorial for the guard's", async () => {
    const tutorials = {
      ...guardRule,
      ConfigRuleName: "tutorial",
      InputParameters: '{"desiredInstanceType":"KMS"}',
    };

    const { row } = await rowOf(guardedRegion({ rules: [tutorials, guardRule] }));

    assert.equal(row.rule, rule);
  });

  it("does not choose among several rules, but takes the one that is named", async () => {
    const second = { ...guardRule, ConfigRuleName: "second" };
    const state = guardedRegion({ rules: [guardRule, second] });
    const { row, code } = await rowOf(state);

    const { out } = await audit(aws, [
      "inventory",
      "--regions",
      "eu-west-1",
      "--rule",
      "second",
      "--format",
      "json",
    ]);

    assert.equal(
      row.error?.message,
      `Several AWS Config rules in eu-west-1 judge X-Ray's encryption (${rule}, second): choose one with --rule NAME.`,
    );
    assert.equal(code, 3);
    assert.equal((JSON.parse(out) as { rows: [InventoryRow] }).rows[0].rule, "second");
  });

  it("keeps the rows of other Regions when one fails, and ends partial", async () => {
    aws.become({
      "eu-west-1": guardedRegion(),
      "us-east-1": guardedRegion({ fails: { GetEncryptionConfig: "AccessDeniedException" } }),
    });

    const { code, out, said } = await audit(aws, ["inventory", "--regions", "eu-west-1,us-east-1"], {
      width: 200,
    });

    const sentence =
      "Cannot read X-Ray's encryption setting in us-east-1 (AccessDeniedException: AWS says AccessDeniedException): allow xray:GetEncryptionConfig.";
    assert.equal(code, 2);
    assert.deepEqual(said, [sentence]);
    const lines = out.replaceAll(/\s*│\s*/g, "|");
    assert.match(lines, /\|eu-west-1\|11111111-.*\|since\|/);
    assert.ok(lines.includes("|KMS|NON_COMPLIANT|"), out);
    assert.ok(lines.includes(`|${sentence.slice(0, 60)}`), out);
  });

  it("prints CSV with a column for each fact, and no formula for a spreadsheet", async () => {
    aws.become({
      "eu-west-1": guardedRegion({
        results: [result("2026-01-11T09:02:00Z", "COMPLIANT", "=cmd(), and more")],
      }),
    });

    const { out } = await audit(aws, ["inventory", "--regions", "eu-west-1", "--format", "csv"]);

    const [head, line] = out.split("\n");
    assert.equal(
      head,
      "account,region,type,keyId,status,source,settingSince,aliases,keyState,keyManager,spans,recorder,recording,recordsType,rule,verdict,annotation,verdictSince,lastEvaluation,lastEvaluationAgeSeconds,notes,error,simulated",
    );
    assert.match(line ?? "", /^123456789012,eu-west-1,KMS,.*,true,true,.*,"'=cmd\(\), and more",/);
  });

  describe("of an aggregator", () => {
    const found = (accountId: string, awsRegion: string, configuration: unknown) => ({
      accountId,
      awsRegion,
      resourceId: "default",
      configurationItemCaptureTime: "2026-01-09T10:01:00.000Z",
      configuration,
    });
    const judged = (accountId: string, awsRegion: string, complianceType: string) => ({
      ...found(accountId, awsRegion, {
        complianceType,
        targetResourceType: "AWS::XRay::EncryptionConfig",
        configRuleList: [{ configRuleName: rule, complianceType }],
      }),
      resourceId: "AWS::XRay::EncryptionConfig/default",
    });

    it("has a row for each account and Region, and one for each source that failed", async () => {
      aws.become({
        "eu-west-1": {
          pageSize: 1,
          aggregate: {
            settings: [
              found("222222222222", "us-east-1", { type: "NONE" }),
              found("111111111111", "eu-west-1", { type: "KMS", keyId: otherKey }),
            ],
            verdicts: [judged("111111111111", "eu-west-1", "COMPLIANT")],
            details: [result("2026-01-11T11:02:00Z", "COMPLIANT", "As desired.")],
            sources: [
              {
                SourceId: "333333333333",
                AwsRegion: "eu-west-1",
                LastUpdateStatus: "FAILED",
                LastErrorMessage: "Not authorized.",
              },
            ],
          },
        },
      });

      const { code, out } = await audit(aws, [
        ...["inventory", "--aggregator", "everybody", "--regions", "eu-west-1", "--format", "json"],
      ]);

      const { rows } = JSON.parse(out) as { rows: InventoryRow[] };
      assert.equal(code, 2);
      assert.deepEqual(
        rows.map((row) => [
          row.account,
          row.region,
          row.setting?.keyId,
          row.verdict,
          row.lastEvaluation,
          row.error,
        ]),
        [
          [
            "111111111111",
            "eu-west-1",
            otherKey,
            { complianceType: "COMPLIANT", annotation: "As desired.", since: "2026-01-09T10:01:00.000Z" },
            { at: "2026-01-11T11:02:00.000Z", ageSeconds: 3600 },
            null,
          ],
          ["222222222222", "us-east-1", null, null, null, null],
          [
            "333333333333",
            "eu-west-1",
            undefined,
            null,
            null,
            {
              reason: "partial",
              message: "The aggregator's data of this source is failed: Not authorized.",
            },
          ],
        ],
      );
    });

    it("is refused for an aggregator that does not exist", async () => {
      aws.become({ "eu-west-1": {} });

      const { code, said } = await audit(aws, [
        "inventory",
        "--aggregator",
        "nobody",
        "--regions",
        "eu-west-1",
      ]);

      assert.equal(code, 13);
      assert.match(
        said[0] ?? "",
        /^Cannot read .*aggregator nobody in eu-west-1 \(NoSuchConfigurationAggregatorException/,
      );
    });
  });
});
