import assert from "node:assert/strict";
import { guardrail, mostCharacters } from "../../examples/organization/guardrail";
import { Authorization } from "../../local/account/authorization";
import { calls, exampleGuardrail, play } from "../../tools/guardrail/play";

const member = "234567890123";
const everything = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

/** The calls that a policy denies to an administrator of a member account. */
async function deniedBy(policy: unknown): Promise<string[]> {
  const policies = [
    { name: "FullAWSAccess", policy: everything },
    { name: "guardrail", policy },
  ];
  const authorization = new Authorization(
    member,
    { identityPolicies: () => [{ name: "Everything", policy: everything }], boundaryOf: () => undefined },
    {
      id: "o-exampleorgid",
      isMember: () => true,
      bind: () => [{ orgIdentifier: "ou-exam-workload", policies }],
    },
  );
  const denied = [];
  for (const { what, action, resource, context = {} } of calls) {
    const decision = await authorization.decide({
      principal: `arn:aws:iam::${member}:role/Administrator`,
      action,
      resource,
      context,
    });
    if (!decision.allowed && decision.reason.includes("service control policy")) denied.push(what);
  }
  return denied;
}

/** What an administrator may do all the same: it is not what the guard watches. */
const harmless = ["move them back to X-Ray", "the same of another key", "the same of another function"];

describe("the guardrail", () => {
  let played: Awaited<ReturnType<typeof play>>;
  before(async () => {
    played = await play();
  });

  it("keeps an administrator from every call that changes what the guard watches, or the guard", () => {
    const allowed = played.rows.filter(({ answers }) => answers.administrator !== "denied");
    assert.deepEqual(
      allowed.map(({ what, answers }) => [what, answers.administrator]),
      harmless.map((what) => [what, "may"]),
    );
  });

  it("denies the deployment role and the remediation's role nothing that their own policies allow", () => {
    const { rows } = played;
    assert.deepEqual(
      rows.filter(({ answers }) => [answers.deployer, answers.remediation].includes("denied")),
      [],
    );
    assert.ok(rows.filter(({ answers }) => answers.deployer === "may").length > 10);
    assert.deepEqual(
      rows.filter(({ answers }) => answers.remediation === "may").map(({ what }) => what),
      ["set X-Ray's encryption"],
    );
  });

  it("lets those who keep keys and rules do that alone", () => {
    const touched = (who: "keyKeeper" | "ruleKeeper") =>
      played.rows.filter(({ answers }) => answers[who] === "may").map(({ what }) => what);
    assert.ok(touched("keyKeeper").every((what) => /key/.test(what)));
    assert.deepEqual(touched("ruleKeeper"), [
      "`PutConfigRule`",
      "`DeleteConfigRule`",
      "`DeleteEvaluationResults`",
      "take the remediation from a rule",
    ]);
  });

  it("stops neither a role that it names, nor the management account, nor AWS's own roles", () => {
    const { rows, services } = played;
    assert.deepEqual(
      rows.filter(({ answers }) => answers.passing !== "may" || answers.management !== "may"),
      [],
    );
    assert.deepEqual(
      services.filter(({ answer }) => answer !== "may"),
      [],
    );
  });

  for (const { Sid } of exampleGuardrail().Statement) {
    it(`needs its statement ${Sid}`, async () => {
      const { Version, Statement } = exampleGuardrail();
      const without = { Version, Statement: Statement.filter((one) => one.Sid !== Sid) };
      const lost = (await deniedBy(exampleGuardrail())).length - (await deniedBy(without)).length;
      assert.ok(lost > 0, "no call is denied by it alone");
    });
  }

  const names: [title: string, principal: string][] = [
    ["a role of the same name under a path", `arn:aws:iam::${member}:role/mine/pulumi-deployer`],
    ["a role whose name begins like it", `arn:aws:iam::${member}:role/pulumi-deployer-2`],
    ["a user", `arn:aws:iam::${member}:user/pulumi-deployer`],
    ["the root user", `arn:aws:iam::${member}:root`],
  ];
  for (const [title, principal] of names) {
    it(`does not take ${title} for the deployment role`, () => {
      const [first] = exampleGuardrail().Statement;
      const patterns = [first?.Condition["ArnNotLike"]?.["aws:PrincipalArn"] ?? []].flat();
      const isLike = (pattern: string) => new RegExp(`^${pattern.replaceAll("*", "[^:]*")}$`).test(principal);
      assert.ok(patterns.length > 0);
      assert.deepEqual(patterns.filter(isLike), []);
    });
  }

  const sixteen = Array.from({ length: 12 }, (_, index) => `a-role-of-some-length-${index}`);
  for (const [says, passing, most] of [
    // What AWS took of a policy until May 2026, so that a longer guardrail is one that somebody meant.
    ["six", ["AWSControlTowerExecution", "break-glass"], 5120],
    ["sixteen", sixteen, mostCharacters],
  ] as const) {
    it(`has room for the names of ${says} roles in each partition, in ${most} characters`, () => {
      for (const partition of ["aws", "aws-cn", "aws-us-gov"]) {
        const policy = guardrail({
          partition,
          rolePath: "/platform/",
          keys: ["alias/xray-traces*"],
          passing: [...passing],
          keyKeepers: ["key-keeper", "backup-keys"],
          ruleKeepers: ["rule-keeper", "security-rules"],
        });
        const { length } = JSON.stringify(policy);
        assert.ok(length <= most, `${partition}: ${length}`);
      }
    });
  }
});
