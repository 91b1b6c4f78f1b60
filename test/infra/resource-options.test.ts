import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { XrayEncryptionGuard } from "../../infra/guard";
import { type Registration, type Run, runProgram } from "../../stack-runner/run";
import { stubCloud } from "../support/stub-cloud";

// What Pulumi's SDK decides before the engine is asked. What the engine hands down is in
// test/engine/resource-options.engine.test.ts.

const region = "us-east-1";

/** A guard with an option, and the same without. */
function runWith(option: () => pulumi.ComponentResourceOptions): Promise<Run> {
  return runProgram({
    stack: "dev",
    cloud: stubCloud(region),
    program: () => {
      new XrayEncryptionGuard(
        "guard",
        { regions: [region], desiredKey: "alias/xray", notify: ["a@example.com"], forceDestroyBucket: true },
        option(),
      );
    },
  });
}

const account = (name: string) => new aws.Provider(name, { region });
const isGuard = ({ type }: Registration) => type.endsWith(":XrayEncryptionGuard");
const hasProvider = ({ options }: Registration) => /::elsewhere::/.test(options.provider);
const isTopic = ({ type }: Registration) => type === "aws:sns/topic:Topic";

/** Which of a guard's registrations an option reaches: itself, components and resources below it. */
const options: {
  option: string;
  given: () => pulumi.ComponentResourceOptions;
  reached: (one: Registration) => boolean;
  expected: { guard: boolean; components: boolean; resources: boolean };
}[] = [
  {
    option: "provider",
    given: () => ({ provider: account("elsewhere") }),
    reached: hasProvider,
    expected: { guard: false, components: false, resources: true },
  },
  {
    option: "providers, as a map",
    given: () => ({ providers: { aws: account("elsewhere") } }),
    reached: hasProvider,
    expected: { guard: false, components: false, resources: true },
  },
  {
    option: "providers, as a list",
    given: () => ({ providers: [account("elsewhere")] }),
    reached: hasProvider,
    expected: { guard: false, components: false, resources: true },
  },
  {
    option: "protect",
    given: () => ({ protect: true }),
    reached: (one) => one.options.protect,
    expected: { guard: true, components: true, resources: true },
  },
  {
    // The engine hands it down.
    option: "retainOnDelete",
    given: () => ({ retainOnDelete: true }),
    reached: (one) => one.options.retainOnDelete === true,
    expected: { guard: true, components: false, resources: false },
  },
  {
    // Pulumi hands it to no child: a transformation does.
    option: "ignoreChanges",
    given: () => ({ ignoreChanges: ["tags"] }),
    reached: (one) => one.options.ignoreChanges.includes("tags"),
    expected: { guard: true, components: false, resources: false },
  },
  {
    // The engine derives the children's.
    option: "aliases",
    given: () => ({ aliases: [{ name: "former" }] }),
    reached: (one) => one.options.aliases.some((alias) => alias.includes('"name":"former"')),
    expected: { guard: true, components: false, resources: false },
  },
  {
    // The engine calls them for all below.
    option: "transforms",
    given: () => ({ transforms: [() => undefined] }),
    reached: (one) => one.options.transforms === 1,
    expected: { guard: true, components: false, resources: false },
  },
  {
    // All below waits for its parent, and so for this.
    option: "dependsOn",
    given: () => ({ dependsOn: [new aws.sqs.Queue("before")] }),
    reached: (one) => one.dependencies.some((urn) => urn.endsWith("::before")),
    expected: { guard: true, components: false, resources: false },
  },
];

describe("an option of a guard", () => {
  for (const { option, given, reached, expected } of options) {
    it(`reaches what Pulumi says: ${option}`, async () => {
      const { registrations } = await runWith(given);
      const below = registrations.filter(
        ({ urn, parent }) => parent !== "" && !/::before$|::elsewhere$/.test(urn),
      );
      const components = below.filter((one) => !one.custom && !isGuard(one));
      const resources = below.filter(({ custom }) => custom);
      assert.ok(components.length > 10 && resources.length > 30);
      const all = (ones: Registration[]) => new Set(ones.map(reached));
      assert.deepEqual(
        { guard: all(below.filter(isGuard)), components: all(components), resources: all(resources) },
        {
          guard: new Set([expected.guard]),
          components: new Set([expected.components]),
          resources: new Set([expected.resources]),
        },
      );
    });
  }

  it("reaches by a transformation the resources that it picks, and no other", async () => {
    const { registrations } = await runWith(() => ({
      transformations: [
        ({ type, props, opts }) =>
          type === "aws:sns/topic:Topic"
            ? { props: { ...props, tags: { team: "security" } }, opts: { ...opts, ignoreChanges: ["tags"] } }
            : undefined,
      ],
    }));
    const changed = registrations.filter(({ inputs }) => inputs["tags"] !== undefined);
    assert.deepEqual(changed, registrations.filter(isTopic));
    assert.equal(changed.length, 2);
    for (const { options: given } of changed) assert.deepEqual(given.ignoreChanges, ["tags"]);
  });

  it("retainOnDelete is spoilt by no child that says no: where the bucket goes with the stack, it says nothing", async () => {
    const { registrations } = await runWith(() => ({}));
    const says = registrations.filter(({ options: given }) => given.retainOnDelete !== undefined);
    assert.deepEqual(says, []);
  });
});

describe("guards of several accounts in one program", () => {
  it("have names of their own, and each its own provider, also for what it looks up", async () => {
    const asked: string[] = [];
    const stub = stubCloud(region);
    const { registrations } = await runProgram({
      stack: "dev",
      cloud: {
        ...stub,
        invoke: (call) => {
          asked.push(call.provider ?? "");
          return stub.invoke(call);
        },
      },
      program: () => {
        for (const [name, regions] of [
          ["shop", ["us-east-1", "eu-west-1"]],
          ["bank", ["us-east-1"]],
        ] as const) {
          new XrayEncryptionGuard(
            name,
            { regions: [...regions], desiredKey: "alias/xray", enforcement: "apply" },
            { provider: account(`account-of-${name}`) },
          );
        }
      },
    });
    for (const name of ["shop", "bank"]) {
      const own = registrations.filter(
        (one) => one.type.startsWith("aws:") && one.name.startsWith(`${name}-`),
      );
      assert.ok(own.length > 30, name);
      for (const { urn, options: given } of own)
        assert.match(given.provider, new RegExp(`::account-of-${name}::`), urn);
    }
    assert.deepEqual(
      registrations.filter(
        ({ type, name }) => type.startsWith("aws:") && !name.startsWith("shop-") && !name.startsWith("bank-"),
      ),
      [],
    );
    const counts = ["shop", "bank"].map(
      (name) => asked.filter((one) => one.includes(`account-of-${name}`)).length,
    );
    // Who the caller is, its partition, and the key of each Region.
    assert.deepEqual([...counts, asked.length], [4, 3, 7]);
  });
});
