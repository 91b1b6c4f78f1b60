import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { LogArchive } from "../../examples/organization/log-archive";
import { readSettings } from "../../examples/organization/settings";
import { reviewStack } from "../../review/review";
import { directory, runExample } from "./example";

const findings = ({ violations, passed }: Awaited<ReturnType<typeof reviewStack>>) => ({
  passed,
  messages: violations.map(({ message }) => message),
});
const clean = { passed: true, messages: [] };

describe("an organization's program", () => {
  it("declares the role for every account first, then the guardrail that knows it", async () => {
    const { registrations } = await runExample();
    const urnsOf = (type: string) => registrations.filter((one) => one.type === type).map(({ urn }) => urn);
    const [instances = ""] = urnsOf("aws:cloudformation/stackSetInstance:StackSetInstance");
    const guardrail = registrations.find(({ type }) => type === "aws:organizations/policy:Policy");
    const component = registrations.find(({ urn }) => urn === guardrail?.parent);
    assert.ok(instances !== "" && component?.dependencies.includes(instances));
  });

  it("puts the topic and the aggregator into the security account, and the history into the log archive", async () => {
    const { registrations } = await runExample();
    const accountOf = (type: string): string | undefined => {
      const found = registrations.find((one) => one.type === type);
      const provider = registrations.find(
        ({ urn }) => found?.options.provider.startsWith(`${urn}::`) === true,
      );
      return provider?.name;
    };
    assert.deepEqual(
      [
        "aws:sns/topic:Topic",
        "aws:cfg/configurationAggregator:ConfigurationAggregator",
        "aws:s3/bucket:Bucket",
        "aws:organizations/policy:Policy",
        "aws:cloudformation/stackSet:StackSet",
      ].map(accountOf),
      ["security", "security", "log-archive", undefined, undefined],
    );
  });

  it("leaves out what a landing zone has already", async () => {
    const { registrations, outputs } = await runExample({ aggregator: "existing", logArchive: "existing" });
    const types = registrations.map(({ type }) => type);
    for (const type of [
      "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
      "aws:cfg/configurationAggregator:ConfigurationAggregator",
      "aws:s3/bucket:Bucket",
    ])
      assert.ok(!types.includes(type), type);
    assert.ok(types.includes("aws:sns/topic:Topic"));
    assert.deepEqual(Object.keys(outputs), [
      "deploymentRole",
      "previewRole",
      "permissionsBoundary",
      "topic",
      "stackSet",
    ]);
  });

  const mistakes: [config: Record<string, unknown>, message: string][] = [
    [
      { organizationId: "example" },
      'organizationId is "example": expected an organization\'s ID, such as o-exampleorgid.',
    ],
    [
      { guardedUnder: ["123456789012"] },
      'guardedUnder is "123456789012": expected the ID of a root or of an organizational unit, such as ou-exam-workload.',
    ],
    [
      { guardedUnder: [] },
      "guardedUnder is []: expected the ID of a root or of an organizational unit, such as ou-exam-workload, at least once.",
    ],
    [
      { deployedFrom: "https://github.com/acme/xray-guard" },
      'deployedFrom is "https://github.com/acme/xray-guard": expected a GitHub repository with its owner, such as acme/xray-guard, or acme@123456/xray-guard@456789 where GitHub\'s tokens have IDs.',
    ],
    [
      { deployedFrom: "acme/xray-guard@456789" },
      'deployedFrom is "acme/xray-guard@456789": expected a GitHub repository with its owner, such as acme/xray-guard, or acme@123456/xray-guard@456789 where GitHub\'s tokens have IDs.',
    ],
    [
      { deployedInEnvironments: ["fleet", "fleet"] },
      'deployedInEnvironments is "fleet": expected each once.',
    ],
    [
      { deployedInEnvironments: ["*"] },
      'deployedInEnvironments is "*": expected the name of a GitHub environment, such as canary.',
    ],
    [{ gitHubProvider: "none" }, 'gitHubProvider is "none": expected create or existing.'],
    [
      { keysAreCalled: ["alias/aws/xray"] },
      'keysAreCalled is "alias/aws/xray": expected the alias of a key of your own, such as alias/xray-traces.',
    ],
    [{ alwaysMay: ["*"] }, 'alwaysMay is "*": expected the name of a role, such as break-glass.'],
    [
      { securityAccount: "21098765432" },
      'securityAccount is "21098765432": expected an account\'s ID of twelve digits, in quotes.',
    ],
    [
      { logArchiveAccount: "210987654321" },
      'logArchiveAccount is "210987654321": expected another account than securityAccount, so that who is told cannot delete the history.',
    ],
    [{ historyKeptForDays: 7 }, "historyKeptForDays is 7: expected a whole number from 30 on."],
    [
      { alwaysMay: Array.from({ length: 16 }, (_, index) => `a-role-of-some-length-${index}`) },
      "The guardrail has 10443 characters, and AWS takes 10240: name fewer roles in alwaysMay, mayKeepKeys and mayKeepRules, or one alias with * in keysAreCalled.",
    ],
  ];
  for (const [config, message] of mistakes) {
    it(`refuses ${JSON.stringify(config).slice(0, 60)}`, async () => {
      await assert.rejects(runExample(config), { message });
    });
  }

  describe("passes the review pack", () => {
    it("as it is", async () => {
      assert.deepEqual(findings(await reviewStack({ stack: "example", directory, packConfig: {} })), clean);
    });

    it("where the log archive is one that AWS Config delivers to", async () => {
      const review = await reviewStack({
        stack: "example",
        directory,
        packConfig: {},
        program: () => {
          const { bucketName } = new LogArchive("history", readSettings());
          new aws.cfg.DeliveryChannel("of-a-member", { s3BucketName: bucketName });
        },
      });
      assert.deepEqual(findings(review), clean);
    });
  });
});
