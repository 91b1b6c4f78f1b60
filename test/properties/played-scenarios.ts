import assert from "node:assert/strict";
import { DescribeConfigRulesCommand, ListDiscoveredResourcesCommand } from "@aws-sdk/client-config-service";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeKeyCommand, ListAliasesCommand, NotFoundException } from "@aws-sdk/client-kms";
import { GetEncryptionConfigCommand, GetTraceSegmentDestinationCommand } from "@aws-sdk/client-xray";
import fc from "fast-check";
import { stringify } from "yaml";
import type { Account } from "../../local/account/account";
import { runLocal } from "../../local/run";
import { parseScenario } from "../../local/scenario/file";
import { clients } from "../local/accounts";
import { expected } from "./oracle";
import { happenings, type Written } from "./scenario-steps";
import { location, judged } from "./shapes";
import type { Answer, World } from "./world";

const onSchedule = { trigger: fc.constantFrom("both", "periodic"), frequency: fc.constant("One_Hour") };

/** Stacks that judge on schedule, so that whatever happened the verdict is right an hour later. */
const config = fc.oneof(
  fc.record({
    ...onSchedule,
    desiredKey: fc.constantFrom("any", "customer", "none"),
    transactionSearch: fc.constantFrom("note", "judge"),
  }),
  fc.record({
    ...onSchedule,
    desiredKey: fc.constantFrom("alias/xray-traces", "alias/new-key"),
    acceptedKeys: fc.constantFrom([], ["alias/some-key"]),
    transactionSearch: fc.constantFrom("note", "judge"),
  }),
  fc.record({
    ...onSchedule,
    desiredKey: fc.constant("alias/xray-traces"),
    enforcement: fc.constant("remediate"),
    remediation: fc.constantFrom("automatic", "approval"),
  }),
);

/** AWS answers again, and time passes: a scheduled run sees what is. */
const inTheEnd: Written[] = ["repair-function", "mend-calls", { advance: "3 hours" }];

/** Refusals are AWS's own, and a function may fail while something is broken; anything else would be a defect. */
const usual = [/, [a-z-]+ was refused: \w+: /, / failed 3 times and Lambda gave up: /, /remediat/i];

/**
 * Says of this many random scenarios, played in the local account by the deployed bundle, that the last verdict is what
 * the specification's tables say of what the account then is.
 */
export function describePlayedScenarios(runs: number, seed?: number): void {
  describe(`any of ${runs} scenarios, played in the local account`, function () {
    this.timeout(20 * 60_000);

    it("ends, once AWS answers, in the verdict that the specification's tables say", async () => {
      const seen = new Map<string, number>();
      const property = fc.asyncProperty(config, happenings, async (stackConfig, written) => {
        let outcome: ReturnType<typeof expected> | undefined;
        const steps = [...written, ...inTheEnd];
        const run = await runLocal({
          stack: "dev",
          scenario: parseScenario("my.yaml", stringify({ description: "x", config: stackConfig, steps })),
          inspect: async (account) => {
            outcome = await askedOf(account);
          },
        });

        for (const problem of run.problems)
          assert.ok(
            usual.some((one) => one.test(problem)),
            problem,
          );
        for (const { logs } of run.invocations) for (const line of logs) assertLine(line);
        assert.ok(outcome !== undefined && "sent" in outcome, JSON.stringify(outcome));
        const last = run.evaluations.findLast(({ complianceType }) => complianceType !== "NOT_APPLICABLE");
        const [wanted] = outcome.sent;
        assert.deepEqual(
          [last?.resourceType, last?.resourceId, last?.complianceType],
          [wanted?.type, wanted?.id, wanted?.compliance],
          last?.annotation,
        );
        seen.set(last?.complianceType ?? "", (seen.get(last?.complianceType ?? "") ?? 0) + 1);
      });

      await fc.assert(property, { numRuns: runs, ...(seed !== undefined && { seed }) });

      // Scenarios that all end the same would prove little.
      for (const verdict of ["COMPLIANT", "NON_COMPLIANT"]) {
        assert.ok((seen.get(verdict) ?? 0) > 0, `none ended ${verdict}`);
      }
    });
  });
}

function assertLine(line: string): void {
  assert.ok(line.length <= 8192, `a log of ${line.length} characters`);
  assert.match(line, /^\{[\x20-\x7e]*\}$/);
  assert.ok(!line.includes("The local account failed"), line);
}

/** What the tables say to a scheduled run of the account's rule, for what the account answers now. */
async function askedOf(account: Account): Promise<ReturnType<typeof expected>> {
  const aws = clients(account);
  const { ConfigRules = [] } = await aws.config.send(new DescribeConfigRulesCommand({}));
  const [rule] = ConfigRules;
  const notification = {
    messageType: "ScheduledNotification",
    awsAccountId: location.accountId,
    notificationCreationTime: account.clock.iso(),
  };
  const event = {
    accountId: location.accountId,
    resultToken: "token",
    invokingEvent: JSON.stringify(notification),
    ruleParameters: rule?.InputParameters,
  };
  return expected(event, await worldOf(aws));
}

/** What a principal with all rights is answered now. */
async function worldOf(aws: ReturnType<typeof clients>): Promise<World> {
  const live = await aws.xray.send(new GetEncryptionConfigCommand({}));
  const spans = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "aws/spans" }));
  const { Aliases = [] } = await aws.kms.send(new ListAliasesCommand({}));
  const references = [
    ...Aliases.map(({ AliasName }) => AliasName),
    live.EncryptionConfig?.KeyId,
    ...(spans.logGroups ?? []).map(({ kmsKeyId }) => kmsKeyId),
  ].filter((reference) => reference !== undefined);
  const keys = await Promise.all(
    references.map(async (reference): Promise<[string, Answer<unknown>][]> => {
      try {
        return [[reference, value(await aws.kms.send(new DescribeKeyCommand({ KeyId: reference })))]];
      } catch (error) {
        // A reference that is not in the world does not exist there.
        if (error instanceof NotFoundException) return [];
        throw error;
      }
    }),
  );
  return {
    live: value(live),
    destination: value(await aws.xray.send(new GetTraceSegmentDestinationCommand({}))),
    keys: Object.fromEntries(keys.flat()),
    discovered: [value(await aws.config.send(new ListDiscoveredResourcesCommand({ resourceType: judged })))],
    history: value({}),
    logGroups: value(spans),
    recorders: value({}),
    events: value({ Events: [] }),
    report: value({}),
  };
}

function value(answer: unknown): Answer<unknown> {
  return { kind: "value", value: answer };
}
