import assert from "node:assert/strict";
import type { Account, Region } from "../../local/account/account";
import { type Served, serve } from "../../local/serve";
import { allow, role } from "../local/accounts";
import { auditServed } from "./audit";

const hour = 3_600_000;

describe("npm run audit -- health", function () {
  this.timeout(60_000);
  let served: Served;
  let account: Account;
  let region: Region;

  before(async () => {
    served = await serve({ stack: "dev" });
    ({ account } = served);
    region = await account.region("eu-west-1");
    // The first evaluations, and the first delivery.
    await account.advance(7 * hour);
  });
  after(() => served.close());

  async function health(args: string[] = [], principal?: string): Promise<{ code: number; lines: string[] }> {
    const { code, out, said } = await auditServed(account, ["health", "--stack", "dev", ...args], principal);
    const lines = [...out.trimEnd().split("\n"), ...said];
    return { code, lines: lines.filter((line) => !line.startsWith("SIMULATED")) };
  }

  it("passes, a line each, where all works", async () => {
    const { code, lines } = await health();
    assert.equal(code, 0, lines.join("\n"));
    const expected = [
      /^pass {2}eu-west-1 recording +Recorder \S+ is running and records AWS::XRay::EncryptionConfig\.$/,
      /^pass {2}eu-west-1 delivery +History was delivered to bucket \S+ at 2\d{3}-\S+ \S+Z\.$/,
      /^pass {2}eu-west-1 rule +Rule \S+ has the stack file's parameters: \{"desiredKey":"alias\/xray-traces","alarmOnRecorder":"true"\}\.$/,
      /^pass {2}eu-west-1 evaluations +Rule \S+ was evaluated at 2\d{3}-\S+ \S+Z\.$/,
      /^pass {2}eu-west-1 code +Function xray-encryption-guard-eu-west-1-evaluator-\w+ runs the code of xray-encryption-guard [\d.]+, byte for byte\.$/,
      /^pass {2}eu-west-1 code +Function \S+-notifier-\S+ runs the code/,
      /^pass {2}eu-west-1 alarms +None of 5 alarms rings\.$/,
      /^pass {2}eu-west-1 subscription +security@example\.com is subscribed, and has confirmed\.$/,
    ];
    assert.equal(lines.length, expected.length, lines.join("\n"));
    expected.forEach((line, index) => assert.match(lines[index] ?? "", line));
  });

  it("is the same as JSON, with what is a stranger's to read", async () => {
    const { code, lines } = await health(["--format", "json"]);
    const document = JSON.parse(lines.join("\n")) as { kind: string; checks: { outcome: string }[] };
    assert.equal(code, 0);
    assert.equal(document.kind, "health");
    assert.equal(document.checks.length, 8);
  });

  /** Breaks one thing, and answers how it is put back. */
  interface Broken {
    finding: RegExp;
    code?: number;
    breaks: () => Promise<() => unknown> | (() => unknown);
  }

  const evaluator = () => region.lambda.list().find(({ name }) => /-evaluator-/.test(name));
  const ruleOf = (): ReturnType<Region["config"]["rules"]["rule"]> => {
    const [rule] = region.config.rules.list();
    assert.ok(rule);
    return rule;
  };
  const recorderName = "xray-encryption-guard-eu-west-1";

  const broken: Record<string, Broken> = {
    "a recorder that is stopped": {
      finding:
        /^fail .* recording +Recorder \S+ is stopped, so no change is seen\. Cure: `aws configservice start-/,
      breaks: () => {
        region.config.recording.stop(recorderName);
        return () => region.config.recording.start(recorderName);
      },
    },
    "a delivery channel that is gone": {
      finding: /^fail .* delivery +The Region has no delivery channel, so no history is kept\. Cure: /,
      breaks: async () => {
        const channel = region.config.delivery.find(recorderName);
        assert.ok(channel);
        region.config.recording.stop(recorderName);
        await region.config.delivery.deleteDeliveryChannel(account.administrator, {
          DeliveryChannelName: recorderName,
        });
        return async () => {
          await region.config.delivery.putDeliveryChannel(channel);
          region.config.recording.start(recorderName);
        };
      },
    },
    "a parameter that somebody changed": {
      finding:
        /^fail .* rule +Rule \S+ has the parameters \{"desiredKey":"any"\}, and the stack file's are \{"desiredKey":"alias\/xray-traces","alarmOnRecorder":"true"\}\. Cure: `npx pulumi refresh`/,
      breaks: async () => {
        const options = { ...ruleOf() };
        await region.config.rules.putRule({ ...options, inputParameters: '{"desiredKey":"any"}' });
        return () => region.config.rules.putRule(options);
      },
    },
    "a rule that is gone": {
      finding: /^fail .* rule +There is no rule that judges X-Ray's encryption\. Cure: /,
      breaks: async () => {
        await region.config.rules.deleteRule(account.administrator, ruleOf().name);
        return () => region.config.rules.restoreRules(account.administrator);
      },
    },
    "a rule that was never evaluated": {
      finding:
        /^warn .* evaluations +Rule (\S+) has not been evaluated yet\. Cure: `aws configservice start-config-rules-evaluation --config-rule-names \1`\.$/,
      code: 0,
      breaks: () => {
        const { status } = ruleOf();
        const before = { ...status };
        delete status.evaluated;
        return () => Object.assign(status, before);
      },
    },
    "a rule that is not evaluated any more": {
      finding:
        /^fail .* evaluations +Rule \S+ was evaluated at \S+ \S+ last, and should be every 24 hours\. Cure: docs\/runbook\.md, The evaluator is silent\.$/,
      breaks: () => {
        const { status } = ruleOf();
        const before = { ...status };
        status.evaluated = new Date(account.clock.now().getTime() - 49 * hour);
        return () => Object.assign(status, before);
      },
    },
    "a function that AWS Config may not invoke": {
      finding:
        /^fail .* evaluations +The last evaluation of rule \S+ failed: .* Cure: docs\/runbook\.md, The evaluator fails\.$/,
      breaks: async () => {
        const target = evaluator();
        assert.ok(target);
        const { permissions } = target;
        target.permissions = [];
        await region.config.rules.startConfigRulesEvaluation(account.administrator, {
          ConfigRuleNames: [ruleOf().name],
        });
        await account.advance(60_000);
        return async () => {
          target.permissions = permissions;
          await region.config.rules.startConfigRulesEvaluation(account.administrator, {
            ConfigRuleNames: [ruleOf().name],
          });
          await account.advance(60_000);
        };
      },
    },
    "a function whose code somebody changed by one byte": {
      finding:
        /^fail .* code +Function \S+-evaluator-\S+ does not run the code of xray-encryption-guard [\d.]+\. Cure: /,
      breaks: async () => {
        const target = evaluator();
        assert.ok(target);
        const { files } = target;
        const changed = { "index.js": `${String(files["index.js"])} ` };
        await region.lambda.updateFunction({ ...target, files: changed });
        return () => region.lambda.updateFunction({ ...target, files });
      },
    },
    "an alarm that rings": {
      finding:
        /^fail .* alarms +\S+-undelivered-\S+ rings: somebody set it off\. Cure: docs\/runbook\.md, When a message comes\.$/,
      breaks: async () => {
        const name = region.cloudwatch.listAlarms().find((one) => one.name.includes("undelivered"))?.name;
        const set = (StateValue: "ALARM" | "OK", StateReason: string) =>
          region.cloudwatch.setAlarmState(account.administrator, {
            AlarmName: name,
            StateValue,
            StateReason,
          });
        await set("ALARM", "somebody set it off");
        return () => set("OK", "over");
      },
    },
    "alarms that are gone": {
      finding: /^fail .* alarms +No alarm tells anybody\. Cure: /,
      breaks: () => {
        const alarms = region.cloudwatch.listAlarms().map((alarm) => ({ ...alarm }));
        for (const { name } of alarms) region.cloudwatch.deleteAlarm(name);
        return () => alarms.forEach((alarm) => region.cloudwatch.putMetricAlarm(alarm));
      },
    },
    "an address that nobody confirmed": {
      finding: /^fail .* subscription +security@example\.com has not confirmed, and gets nothing\. Cure: /,
      breaks: () => {
        const topic = region.sns.listTopics().find(({ subscriptions }) => subscriptions.length > 0);
        assert.ok(topic);
        const before = topic.subscriptions;
        topic.subscriptions = before.map((one) => ({ ...one, arn: "PendingConfirmation" }));
        return () => (topic.subscriptions = before);
      },
    },
    "a bucket that AWS Config may not write to": {
      finding:
        /^fail .* delivery +AWS Config cannot deliver to bucket \S+: .* Cure: docs\/runbook\.md, Use a bucket that exists\.$/,
      breaks: async () => {
        const bucket = region.config.delivery.find(recorderName)?.s3BucketName ?? "";
        const { policy } = account.s3.bucket(bucket);
        const deny = { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: "*" };
        account.s3.putBucketPolicy(bucket, { Version: "2012-10-17", Statement: [deny] });
        region.config.recording.settingChanged();
        await account.advance(7 * hour);
        return async () => {
          account.s3.putBucketPolicy(bucket, policy);
          await account.advance(7 * hour);
        };
      },
    },
  };

  for (const [what, { finding, code: expected = 11, breaks }] of Object.entries(broken)) {
    it(`finds ${what}, with its cure`, async () => {
      const putBack = await breaks();
      const { code, lines } = await health();
      await putBack();
      assert.ok(
        lines.some((line) => finding.test(line)),
        lines.join("\n"),
      );
      assert.equal(code, expected, lines.join("\n"));
    });
  }

  it("says what it may not read", async () => {
    const reads = ["config:Describe*", "config:List*", "cloudwatch:Describe*", "sns:List*"];
    const reader = role(account, "reader", [allow([...reads, "lambda:GetFunctionConfiguration"])]);
    const { code, lines } = await health([], reader);
    assert.equal(code, 2);
    assert.match(
      lines.join("\n"),
      /^warn .* code +Cannot read the code of arn:\S+ in eu-west-1 \(AccessDenied.*\): allow lambda:GetFunction\./m,
    );
  });
});
