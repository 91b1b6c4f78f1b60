import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { type GuardArgs, XrayEncryptionGuard } from "../../infra/guard";
import { checked } from "../../infra/settings/known-later";
import { table } from "../../infra/settings/table";
import type { Setting } from "../../infra/settings/validation";
import { placeholderCloud } from "../../stack-runner/placeholder-cloud";
import { type Run, runProgram } from "../../stack-runner/run";
import { graph } from "../support/graph";
import { only, stubCloud } from "../support/stub-cloud";

const regions = ["eu-west-1"];
const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

function run(
  args: () => GuardArgs,
  {
    preview = false,
    cloud = stubCloud("eu-west-1"),
    opts = (): pulumi.ComponentResourceOptions => ({}),
  } = {},
): Promise<Run> {
  return runProgram({
    stack: "dev",
    cloud,
    preview,
    program: () => new XrayEncryptionGuard("guard", { regions, ...args() }, opts()),
  });
}

/** A guard's own resources: without what the program makes beside it. */
async function guardOf(declared: Run): Promise<Map<string, unknown>> {
  const all = [...(await graph(declared))].filter(([urn]) => urn.includes("XrayEncryptionGuard"));
  return new Map(all.map(([urn, { inputs }]) => [urn, inputs]));
}

describe("a setting that is known later", () => {
  const cases: [string, GuardArgs, () => GuardArgs][] = [
    ["desiredKey", { desiredKey: key }, () => ({ desiredKey: pulumi.output(key) })],
    [
      "desiredKeyByRegion",
      { desiredKey: "any", desiredKeyByRegion: { "eu-west-1": key } },
      () => ({ desiredKey: "any", desiredKeyByRegion: { "eu-west-1": pulumi.output(key) } }),
    ],
    [
      "acceptedKeys, some of them",
      { desiredKey: key, acceptedKeys: ["alias/old", "alias/older"] },
      () => ({ desiredKey: key, acceptedKeys: ["alias/old", Promise.resolve("alias/older")] }),
    ],
    ["topicKey", { topicKey: "alias/alerts" }, () => ({ topicKey: pulumi.output("alias/alerts") })],
    [
      "historyBucket",
      { historyBucket: "log-archive" },
      () => ({ historyBucket: pulumi.output("log-archive") }),
    ],
    [
      "notifyTopics",
      { notifyTopics: [{ arn: "arn:aws:sns:eu-west-1:210987654321:x", format: "chat" }] },
      () => ({
        notifyTopics: [{ arn: pulumi.output("arn:aws:sns:eu-west-1:210987654321:x"), format: "chat" }],
      }),
    ],
    [
      "desiredKey, applied",
      { desiredKey: key, enforcement: "apply" },
      () => ({ desiredKey: pulumi.output(key), enforcement: "apply" }),
    ],
    [
      "desiredKey none, applied",
      { desiredKey: "none", enforcement: "apply" },
      () => ({ desiredKey: pulumi.output("none"), enforcement: "apply" }),
    ],
    [
      "desiredKey, remediated",
      { desiredKey: "alias/xray", enforcement: "remediate" },
      () => ({ desiredKey: pulumi.output("alias/xray"), enforcement: "remediate" }),
    ],
  ];
  for (const [name, plain, later] of cases) {
    it(`declares what a plain one does: ${name}`, async () => {
      assert.deepEqual(await guardOf(await run(later)), await guardOf(await run(() => plain)));
    });
  }

  it("names a subscription by its place, whose endpoint may change", async () => {
    const declared = await run(() => ({ notify: ["a@example.com", pulumi.output("b@example.com")] }));
    const names = declared.registrations.filter(({ type }) => type.endsWith(":TopicSubscription"));
    assert.deepEqual(
      names.map(({ name, inputs }) => [name, inputs["endpoint"], inputs["protocol"]]),
      [
        ["guard-eu-west-1-alerts-a@example.com", "a@example.com", "email"],
        ["guard-eu-west-1-alerts-notify-2", "b@example.com", "email"],
      ],
    );
  });

  it("hides no resource from a preview in which it is unknown", async () => {
    const args = (later: (known: string) => pulumi.Input<string>): GuardArgs => ({
      desiredKey: later(key),
      acceptedKeys: [later("alias/old")],
      notify: [later("a@example.com")],
      topicKey: later("alias/alerts"),
      enforcement: "remediate",
      fastDetection: true,
    });
    let count = 0;
    const unknown = () => new aws.kms.Alias(`made-${count++}`, { targetKeyId: key }).targetKeyArn;
    const previewed = await run(() => args(unknown), {
      preview: true,
      cloud: placeholderCloud({ preview: true, region: "eu-west-1", completeName: (name) => `${name}-id` }),
    });
    const deployed = await run(() => args((known) => pulumi.output(known)));
    assert.deepEqual([...(await guardOf(previewed)).keys()], [...(await guardOf(deployed)).keys()]);
  });

  const sentences: [string, (later: <T>(value: T) => pulumi.Input<T>) => GuardArgs, RegExp][] = [
    [
      "a key that is none",
      (later) => ({ desiredKey: later("alais/x") }),
      /^desiredKey is "alais\/x"; expected /,
    ],
    [
      "a key of another Region",
      (later) => ({ desiredKey: later(key.replace("eu-west-1", "us-east-1")) }),
      /^desiredKey is .*the key is of us-east-1/,
    ],
    [
      "what cannot be remediated",
      (later) => ({ desiredKey: later("any"), enforcement: "remediate" }),
      /^enforcement is "remediate": what to set/,
    ],
    [
      "what receives nothing",
      (later) => ({ notify: [later("nobody")] }),
      /^notify is "nobody": expected an e-mail/,
    ],
    [
      "a number",
      (later) => ({ desiredKey: later(7 as unknown as string) }),
      /^desiredKey is 7: expected a string/,
    ],
    [
      "a topic key of AWS",
      (later) => ({ topicKey: later("alias/aws/sns") }),
      /^topicKey is .*customer managed/,
    ],
    [
      "a bucket's name",
      (later) => ({ historyBucket: later("No Bucket") }),
      /^historyBucket is "No Bucket": expected/,
    ],
    [
      "a topic that is none",
      (later) => ({ notifyTopics: [{ arn: later("topic") }] }),
      /^notifyTopics is "topic": expected the ARN/,
    ],
  ];
  for (const [name, args, sentence] of sentences) {
    it(`ends, once known, with the sentence of a plain one: ${name}`, async () => {
      const failures: string[] = [];
      for (const later of [
        <T>(value: T) => value,
        <T>(value: T) => pulumi.output(value) as pulumi.Output<T>,
      ]) {
        await assert.rejects(
          run(() => args(later)),
          (error: Error) => {
            failures.push(error.message);
            return pulumi.RunError.isInstance(error);
          },
        );
      }
      const [plain = "", later] = failures;
      assert.match(plain, sentence);
      assert.equal(later, plain);
    });
  }

  for (const [args, sentence] of [
    [() => ({ notify: [pulumi.secret("https:/token-1234")] }), /^notify is "\[secret\]": expected/],
    [() => ({ notify: [pulumi.secret("")] }), /^notify is "": expected an e-mail address, such as/],
    [
      () => ({ desiredKey: "alias/a", acceptedKeys: [pulumi.secret("token")] }),
      /^acceptedKeys has an element that is "\[secret\]"; expected/,
    ],
  ] as [() => GuardArgs, RegExp][]) {
    it(`and is a secret stands in no sentence: ${sentence.source}`, async () => {
      await assert.rejects(run(args), (error: Error) => {
        assert.match(error.message, sentence);
        return !error.message.includes("token");
      });
    });
  }

  it("keeps the stack trace of an error that is no user's mistake", async () => {
    const mistake = new TypeError("a mistake of ours");
    const ended = await new Promise((resolve) => {
      const value = checked(pulumi.output("x"), (): string => {
        throw mistake;
      });
      pulumi
        .recover(value, (error) => {
          resolve(error);
          return "";
        })
        .apply(resolve);
    });
    assert.equal(ended, mistake);
    assert.match(mistake.stack ?? "", /\n +at /);
  });

  for (const [name, { isInput, default: value }] of Object.entries(table) as [string, Setting][]) {
    if (isInput === true) continue;
    it(`may not be ${name}, which decides what is made`, async () => {
      await assert.rejects(
        run(() => ({ [name]: pulumi.output(value) })),
        new RegExp(`^(?:Run)?Error: ${name} is an Output, but it decides which resources are made`),
      );
    });
  }
});

describe("what a program makes before the guard", () => {
  it("is waited for by look-ups of keys too", async () => {
    const seen: string[] = [];
    const inner = stubCloud("eu-west-1");
    const cloud: typeof inner = {
      create: async (resource) => {
        // Slow to be made, as a key is.
        const isAlias = resource.type === "aws:kms/alias:Alias";
        if (isAlias) await new Promise((resolve) => setImmediate(resolve));
        const created = isAlias ? { id: "alias", state: resource.inputs } : await inner.create(resource);
        seen.push(resource.type);
        return created;
      },
      invoke: (call) => {
        seen.push(call.token);
        return inner.invoke(call);
      },
    };
    const alias = "alias/xray";
    await run(() => ({ desiredKey: alias, topicKey: alias, storageKey: alias, enforcement: "apply" }), {
      cloud,
      opts: () => ({
        dependsOn: [new aws.kms.Alias("xray", { name: alias, targetKeyId: key })],
      }),
    });
    const lookUps = seen.flatMap((one, index) => (one === "aws:kms/getKey:getKey" ? [index] : []));
    assert.equal(lookUps.length, 4);
    for (const index of lookUps) assert.ok(index > seen.indexOf("aws:kms/alias:Alias"), seen.join());
  });
});

describe("a key that the same program makes, under a name that is known", () => {
  it("is not looked for in a preview, which comes before it", async () => {
    const asked: unknown[] = [];
    const inner = placeholderCloud({ preview: true, region: "eu-west-1" });
    const cloud: typeof inner = {
      ...inner,
      invoke: (call) => {
        if (call.token === "aws:kms/getKey:getKey") asked.push(call.inputs["keyId"]);
        return inner.invoke(call);
      },
    };
    const args = () => {
      const { name } = new aws.kms.Alias("xray", { name: "alias/made", targetKeyId: key });
      return { desiredKey: name, topicKey: name, storageKey: name, enforcement: "apply" as const };
    };
    await run(args, { cloud, preview: true });
    assert.deepEqual(asked, []);
  });
});

describe("a provider", () => {
  class Landing extends pulumi.ComponentResource {
    constructor(opts: pulumi.ComponentResourceOptions, args: GuardArgs) {
      super("acme:index:Landing", "landing", {}, opts);
      new XrayEncryptionGuard("guard", args, { parent: this });
    }
  }
  const landed = (args: GuardArgs) =>
    runProgram({
      stack: "dev",
      cloud: stubCloud("eu-west-1"),
      program: () =>
        new Landing({ provider: new aws.Provider("frankfurt", { region: "eu-central-1" }) }, args),
    });

  it("that a component around the guard has is seen: Regions must be named", async () => {
    await assert.rejects(landed({}), /regions is \[\]: the guard has a provider of its own/);
    const made = await landed({ regions: ["eu-central-1"] });
    const { provider } = only(made, "Rule").options;
    assert.match(provider, /::frankfurt::/);
  });
});
