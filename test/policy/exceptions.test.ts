import assert from "node:assert/strict";
import type { Policies } from "@pulumi/policy";
import { covers, problemOf } from "../../policy/exceptions/exception";
import { Exceptions } from "../../policy/exceptions/exceptions";
import { withExceptions } from "../../policy/exceptions/with-exceptions";
import { policyExceptions } from "../../policy/policies/policy-exceptions";
import { policyExceptionsUsed } from "../../policy/policies/policy-exceptions-used";
import { askAbout, askAboutStack, type Given, unknown } from "./ask";

const topic = "aws:sns/topic:Topic";
const root: Given = { type: "pulumi:pulumi:Stack", name: "test-dev", props: { name: "" } };
const exception = {
  policy: "topic-is-named",
  resource: "alerts",
  reason: "Ticket 12.",
  until: "2999-12-31",
};

describe("an exception from a policy", () => {
  const cases: [it: string, change: object, problem: RegExp | undefined][] = [
    ["applies with policy, resource, reason and end", {}, undefined],
    ["applies on its last day", { until: "2026-11-27" }, undefined],
    ["applies on the last day of a leap year's February", { until: "2028-02-29" }, undefined],
    ["does not apply the day after", { until: "2026-11-26" }, /^It ended on 2026-11-26: correct the res/],
    ["needs a real day", { until: "2027-02-29" }, /^It ends on 2027-02-29, which is no day: set until.*YYYY/],
    ["needs a day and no time", { until: "2027-01-01T00:00:00Z" }, /which is no day/],
    ["needs the day in full", { until: "2027-1-1" }, /which is no day/],
    ["needs a year of four digits", { until: "+012027-01-01" }, /which is no day/],
    ["needs an end", { until: undefined }, /^It ends never: set until to its last day, as YYYY-MM-DD\.$/],
    ["needs a reason", { reason: undefined }, /^It has no reason: say why/],
    ["needs a reason with a word", { reason: " \n" }, /^It has no reason/],
    [
      "needs a policy of the pack",
      { policy: "topic-is-naned" },
      /no policy topic-is-naned.*mean topic-is-named\?$/,
    ],
    ["cannot be for a word that every object has", { policy: "constructor" }, /no policy constructor/],
    ["needs a policy", { policy: undefined }, /^It names no policy: expected one of topic-is-named\.$/],
    ["needs a resource", { resource: undefined }, /^It names no resource: expected one resource/],
    ["takes no wildcard", { resource: "*" }, /^It names the resource \*: .* without wildcards\.$/],
    ["takes no wildcard in a URN", { resource: "urn:pulumi:dev::**" }, /without wildcards/],
  ];
  for (const [sentence, change, problem] of cases) {
    it(sentence, () => {
      const found = problemOf({ ...exception, ...change }, ["topic-is-named"], "2026-11-27");
      if (problem === undefined) assert.equal(found, undefined);
      else assert.match(found ?? "", problem);
    });
  }

  const urn = "urn:pulumi:dev::shop::my:Component$aws:sns/topic:Topic::alerts";
  const places: [it: string, change: object, is: boolean][] = [
    ["is for a resource by its logical name", {}, true],
    ["is for a resource by its URN", { resource: urn }, true],
    ["is for no other name", { resource: "alert" }, false],
    ["is for no other policy", { policy: "topic-is-open" }, false],
    ["is for its stack", { stack: "dev" }, true],
    ["is for no other stack", { stack: "prod" }, false],
    ["is for no other stack's URN", { resource: urn.replace(":dev:", ":prod:") }, false],
  ];
  for (const [sentence, change, is] of places) {
    it(sentence, () => assert.equal(covers({ ...exception, ...change }, "topic-is-named", urn), is));
  }

  it("finds a name that has colons of its own", () => {
    assert.ok(covers({ ...exception, resource: "a::b" }, "topic-is-named", "urn:pulumi:dev::shop::t::a::b"));
  });
});

describe("a run with exceptions", () => {
  const named: Policies[number] = {
    name: "topic-is-named",
    description: "A topic has a name.",
    validateResource: ({ props }, report) => {
      if (props["name"] === undefined) report("It has no name.");
    },
  };
  const known: Policies[number] = {
    name: "stack-has-topics",
    description: "The stack has topics.",
    validateStack: ({ resources }, report) => {
      for (const { props, urn } of resources) if (props["wanted"] === "topic") report("It is none.", urn);
    },
  };

  /** Asks as the engine does: each resource in turn, then the stack. */
  async function run(resources: Given[], configured: object[], exceptions = new Exceptions()) {
    const config = { exceptions: configured };
    const first = policyExceptions(["topic-is-named", "stack-has-topics"], exceptions);
    const last = policyExceptionsUsed(exceptions);
    const [ofResource, ofStack] = withExceptions([named, known], exceptions);
    assert.ok(ofResource && ofStack);
    const answers = [];
    for (const resource of resources) {
      answers.push(await askAbout(first, resource, config));
      answers.push(await askAbout(ofResource, resource));
    }
    answers.push(await askAboutStack(ofStack, resources));
    answers.push(await askAboutStack(last, resources));
    return {
      violations: answers.flatMap((answer) => answer.violations),
      advisories: answers.flatMap((answer) => answer.advisories ?? []),
    };
  }

  const alerts = { type: topic, name: "alerts" };

  it("warns of what is excepted, until when and why, and stops at nothing", async () => {
    assert.deepEqual(await run([root, alerts], [exception]), {
      violations: [],
      advisories: ["A topic has a name.\nIt has no name.\nExcepted until 2999-12-31: Ticket 12."],
    });
  });

  it("excepts a violation of the whole stack's policy at its resource alone", async () => {
    const resources = ["one", "two"].map((name) => ({ type: "t", name, props: { wanted: "topic", name } }));
    const { violations, advisories } = await run(
      [root, ...resources],
      [{ ...exception, policy: "stack-has-topics", resource: "one" }],
    );
    assert.deepEqual(violations, ["It is none."]);
    assert.match(advisories.join(), /It is none\.\nExcepted until/);
  });

  it("stops at the violation whose exception ended, and at the exception", async () => {
    const { violations, advisories } = await run([root, alerts], [{ ...exception, until: "2020-01-31" }]);
    assert.deepEqual(advisories, []);
    assert.match(
      violations[0] ?? "",
      /^Exception 1 \(topic-is-named at alerts\) excuses nothing\. It ended on 2020/,
    );
    assert.deepEqual(violations.slice(1), ["It has no name."]);
  });

  const stays: [it: string, given: Given, of: object, violation: RegExp | undefined, advisory?: RegExp][] = [
    [
      "stops at an exception that excuses nothing",
      { ...alerts, props: { name: "alerts" } },
      {},
      /^The exception of topic-is-named at alerts, until 2999-12-31 \(Ticket 12\.\), excuses no violation: remove it\.$/,
    ],
    [
      "stops at an exception for a resource that the stack does not have, and names the nearest",
      { ...alerts, props: { name: "alerts" } },
      { resource: "alarts" },
      /names no resource of this stack: did you mean alerts\?$/,
    ],
    [
      "lists an exception for another stack",
      { ...alerts, props: { name: "alerts" } },
      { stack: "prod" },
      undefined,
      /at alerts in the stack prod, until 2999-12-31 \(Ticket 12\.\), is for another stack\.$/,
    ],
    [
      "lists an exception whose policy could not judge yet",
      { ...alerts, props: { name: unknown } },
      {},
      undefined,
      /cannot be judged yet: its policy met a value that is not known\.$/,
    ],
  ];
  for (const [sentence, given, change, violation, advisory] of stays) {
    it(sentence, async () => {
      const { violations, advisories } = await run([root, given], [{ ...exception, ...change }]);
      assert.equal(violations.length, violation === undefined ? 0 : 1, violations.join("\n"));
      assert.match(violations.join(), violation ?? /^$/);
      assert.match(advisories.join(), advisory ?? /^$/);
    });
  }

  it("counts anew in the next one: what the preview excused does not serve the update", async () => {
    const exceptions = new Exceptions();
    const configured = [exception];
    assert.equal((await run([root, alerts], configured, exceptions)).violations.length, 0);
    const { violations } = await run([root, { ...alerts, props: { name: "a" } }], configured, exceptions);
    assert.match(violations.join(), /excuses no violation/);
  });
});
