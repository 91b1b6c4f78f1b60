import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { runProgram } from "../../stack-runner/run";
import { stubCloud } from "../support/stub-cloud";

const root = path.resolve(__dirname, "../..");
const run = (program: () => unknown, cloud = stubCloud()) => runProgram({ stack: "dev", cloud, program });

const oneTopic = () => ({ topic: new aws.sns.Topic("topic").arn });

describe("a program run without the CLI", () => {
  it("registers whole: inputs, parent, dependencies, options, what the cloud made of it; and outputs are plain", async () => {
    const { registrations, outputs } = await run(() => {
      const topic = new aws.sns.Topic("topic", { region: "eu-west-1" }, { protect: true });
      const policy = new aws.sns.TopicPolicy(
        "policy",
        { arn: topic.arn, policy: "{}" },
        { parent: topic, deleteBeforeReplace: true, ignoreChanges: ["policy"] },
      );
      return { arn: topic.arn, nested: { list: [policy.id] } };
    });
    const [stack, topic, policy] = registrations;
    assert.equal(stack?.type, "pulumi:pulumi:Stack");
    assert.deepEqual(topic?.inputs, { region: "eu-west-1" });
    assert.equal(topic.parent, stack.urn);
    assert.equal(topic.options.protect, true);
    assert.equal(topic.id, "topic-id");
    assert.deepEqual(policy?.inputs, { arn: "arn:aws:sns:eu-west-1:123456789012:topic-id", policy: "{}" });
    assert.deepEqual(policy.dependencies, [topic.urn]);
    assert.equal(policy.parent, topic.urn);
    assert.equal(policy.options.deleteBeforeReplace, true);
    assert.deepEqual(policy.options.ignoreChanges, ["policy"]);
    assert.deepEqual(outputs, {
      arn: "arn:aws:sns:eu-west-1:123456789012:topic-id",
      nested: { list: ["policy-id"] },
    });
  });

  it("keeps what the program says to people, in order and with the resource, and writes none of it", async () => {
    const written: unknown[] = [];
    const { warn } = console;
    console.warn = (text: unknown) => written.push(text);
    try {
      const { messages } = await run(() => {
        const topic = new aws.sns.Topic("topic");
        void pulumi.log.warn("mind this", topic);
        void pulumi.log.debug("for nobody");
        void pulumi.log.info("by the way");
      });
      const urn = "urn:pulumi:dev::xray-encryption-guard::pulumi:pulumi:Stack$aws:sns/topic:Topic::topic";
      assert.deepEqual(messages, [
        { severity: "warning", message: "mind this", urn },
        { severity: "info", message: "by the way", urn: "" },
      ]);
    } finally {
      console.warn = warn;
    }
    assert.deepEqual(written, []);
  });

  it("registers what a component or the stack says of itself, secrets as such", async () => {
    const { registrations, outputs } = await run(() => ({ open: "a", hidden: pulumi.secret("b") }));

    const hidden = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "b" };
    assert.deepEqual(registrations[0]?.wire.outputs, { open: "a", hidden });
    assert.deepEqual(outputs, { open: "a", hidden: "b" });
  });

  it("registers by input what its value was made from, and what AWS makes is unknown in a preview", async () => {
    const { registrations } = await runProgram({
      stack: "dev",
      preview: true,
      cloud: { ...stubCloud(), create: async ({ inputs }) => ({ id: "", state: inputs }) },
      program: () => {
        const topic = new aws.sns.Topic("topic");
        new aws.sns.TopicPolicy("policy", { arn: topic.arn, policy: "{}" });
      },
    });
    const [, topic, policy] = registrations;
    assert.deepEqual(policy?.propertyDependencies, { arn: [topic?.urn], policy: [] });
    assert.deepEqual(policy.wire.inputs, { arn: pulumi.runtime.unknownValue, policy: "{}" });
  });

  class Team extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string, type = "Team") {
      super(`shop:index:${type}`, name);
      this.arn = new aws.sns.Topic("topic", { displayName: type }, { parent: this }).arn;
    }
  }

  it("keeps apart resources of one type and name that have different parents", async () => {
    const displayed = (state: unknown) => (state as { displayName?: string }).displayName;
    const { registrations } = await run(() => {
      new Team("one");
      new Team("other", "Group");
    });
    const topics = registrations.filter(({ name }) => name === "topic");
    assert.deepEqual(
      topics.map(({ id, state }) => [id, displayed(state)]),
      [
        ["topic-id", "Team"],
        ["topic-id", "Group"],
      ],
    );
  });

  const twoTopics =
    /^StackError: The program declares two resources of type aws:sns\/topic:Topic that are named 'topic' and have one URN, urn:pulumi:dev::xray-encryption-guard::pulumi:pulumi:Stack\$aws:sns\/topic:Topic::topic: give one of them another name\.$/;
  const failures: { name: string; program: () => unknown; message: RegExp }[] = [
    {
      name: "the cloud's error",
      program: () => {
        new aws.ses.Template("template", { name: "mail" });
      },
      message: /type aws:ses\/template:Template, which has no placeholder/,
    },
    {
      name: "an error of an invoke",
      program: () => ({ zones: aws.getAvailabilityZonesOutput().names }),
      message: /calls aws:index\/getAvailabilityZones.*, which only AWS can answer/,
    },
    {
      name: "an error of the program",
      program: () => {
        throw new Error("the program's own");
      },
      message: /the program's own/,
    },
    {
      name: "a name used twice",
      program: () => {
        new aws.sns.Topic("topic");
        new aws.sns.Topic("topic");
      },
      message: twoTopics,
    },
    {
      name: "a name used twice by a program that waits for the second",
      program: async () => {
        new aws.sns.Topic("topic");
        const { arn } = new aws.sns.Topic("topic");
        return new Promise((resolve) => arn.apply(resolve));
      },
      message: twoTopics,
    },
    {
      name: "a name used twice by components",
      program: () => {
        new Team("one");
        new Team("one");
      },
      message:
        /^StackError: The program declares two resources of type shop:index:Team that are named 'one' and have/,
    },
    {
      name: "a name used twice in components of one type, which their names do not tell apart",
      program: () => {
        new Team("one");
        new Team("other");
      },
      message: /type aws:sns\/topic:Topic that are named 'topic' and have one URN, urn:.*Team\$aws:sns/,
    },
  ];
  for (const { name, program, message } of failures) {
    it(`ends with ${name}, and the next run is none the worse`, async () => {
      await assert.rejects(run(program), message);
      const { registrations } = await run(oneTopic);
      assert.equal(registrations.length, 2);
    });
  }

  it("two at once do not see each other", async () => {
    const named = (name: string) => run(() => ({ topic: new aws.sns.Topic(name).arn }));
    const runs = await Promise.all([named("one"), named("two")]);
    assert.deepEqual(
      runs.map(({ registrations }) => registrations.at(-1)?.name),
      ["one", "two"],
    );
  });

  it("sees the stack's own configuration, tests' overrides included", async () => {
    const { config } = await runProgram({
      stack: "dev",
      cloud: stubCloud(),
      config: { trigger: "change" },
      program: () => ({ trigger: new pulumi.Config().require("trigger") }),
    });
    assert.equal(config["trigger"], "change");
    assert.equal(config["desiredKey"], "alias/xray-traces");
  });
});

describe("somebody else's program", () => {
  it("declares a guard by importing the component, from wherever the checkout is", async () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "shop-"));
    fs.writeFileSync(path.join(directory, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    fs.writeFileSync(path.join(directory, "Pulumi.dev.yaml"), "config: { aws:region: eu-west-1 }\n");
    fs.writeFileSync(
      path.join(directory, "index.ts"),
      `import { XrayEncryptionGuard } from ${JSON.stringify(path.join(root, "infra/guard"))};
       export const { desiredEncryption } = new XrayEncryptionGuard("traces", { desiredKey: "customer" });`,
    );
    try {
      const { outputs, registrations } = await runProgram({ stack: "dev", cloud: stubCloud(), directory });
      assert.deepEqual(outputs, { desiredEncryption: { "eu-west-1": "any customer managed KMS key" } });
      assert.ok(registrations.some(({ type }) => type === "aws:lambda/function:Function"));
    } finally {
      fs.rmSync(directory, { recursive: true });
    }
  });
});

describe("the stack's program", () => {
  it("runs as the CLI's host registers TypeScript, and is not type-checked there", function () {
    this.timeout(30_000);
    // What @pulumi/pulumi/cmd/run does before it loads a program.
    const script = `
      const tsutils = require("@pulumi/pulumi/tsutils");
      const compilerOptions = tsutils.loadTypeScriptCompilerOptions("tsconfig.json");
      const service = require("ts-node").register({
        compiler: require.resolve("typescript"),
        transpileOnly: undefined,
        project: "tsconfig.json",
        skipProject: false,
        compilerOptions: { target: "ES2020", module: "nodenext", moduleResolution: "nodenext", sourceMap: "true", ...compilerOptions },
      });
      const { runProgram } = require("./stack-runner/run");
      const { stubCloud } = require("./test/support/stub-cloud");
      runProgram({ stack: "dev", cloud: stubCloud() }).then(({ registrations }) =>
        console.log(JSON.stringify({ registrations: registrations.length, transpileOnly: service.transpileOnly })),
      );
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" });
    assert.match(stdout, /^\{"registrations":\d\d,"transpileOnly":true\}\n$/, stderr);
  });
});
