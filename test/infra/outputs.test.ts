import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { version } from "../../package.json";
import { shortDesiredEncryption, shortEndpoint } from "../../infra/output-texts";
import { subscriber } from "../../infra/settings/subscribers";
import { parseDesiredEncryption } from "../../rule/decision/desired";
import { placeholderCloud } from "../../stack-runner/placeholder-cloud";
import { type Run, runProgram } from "../../stack-runner/run";
import { only } from "../support/stub-cloud";

const root = path.resolve(__dirname, "../..");
const stacks = [".", "examples/stacks"].flatMap((folder) =>
  fs.readdirSync(path.join(root, folder)).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []),
);
// As long as the names that the AWS provider makes.
const cloud = placeholderCloud({ completeName: (name) => `${name}-1a2b3c4` });
const run = (stack: string, config: Record<string, unknown> = {}, secretKeys: string[] = []) =>
  runProgram({ stack, cloud, config, secretKeys: secretKeys.map((key) => `xray-encryption-guard:${key}`) });

/** The lines that `pulumi up` prints below "Outputs:". */
function printed(value: unknown, indent = 4): string[] {
  const isList = Array.isArray(value);
  const entries = Object.entries(value as object).map(([key, one]): [string, unknown] => [
    isList ? `[${key}]` : key,
    one,
  ]);
  const width = Math.max(...entries.map(([key]) => key.length));
  const margin = " ".repeat(indent);
  return entries.flatMap(([key, one]) => {
    const head = `${margin}${key.padEnd(width)}: `;
    if (typeof one !== "object" || one === null) return [`${head}${JSON.stringify(one)}`];
    const [open, close] = Array.isArray(one) ? "[]" : "{}";
    return [`${head}${open}`, ...printed(one, indent + 4), `${margin}${close}`];
  });
}

function assertReadable({ outputs, registrations }: Run): void {
  for (const line of printed(outputs)) assert.ok(line.length <= 80, `${line.length} columns: ${line}`);
  // What the components register is not printed, but stands in the state.
  JSON.stringify(
    registrations.map(({ wire }) => wire.outputs),
    (_, value: unknown) => {
      assert.ok(typeof value !== "string" || value.length <= 300, String(value));
      return value;
    },
  );
}

describe("the stack's outputs", () => {
  for (const stack of stacks) {
    it(`fit into 80 columns for ${stack}`, async () => {
      assertReadable(await run(stack));
    });
  }

  it("fit into 80 columns for the Region with the longest name, and settings as long as they may be", async () => {
    const arn = (name: string) => `arn:aws-iso-f:kms:us-isof-south-1:123456789012:${name}`;
    const acceptedKeys = Array.from({ length: 5 }, (_, index) =>
      arn(`key/1234abcd-12ab-34cd-56ef-12345678901${index}`),
    );
    const longest = {
      regions: ["us-isof-south-1"],
      notify: [
        `${"a".repeat(64)}@${"b".repeat(60)}.example.com`,
        `https://${"c".repeat(60)}.example.com/${"d".repeat(300)}?e=${"f".repeat(300)}`,
      ],
    };
    for (const desiredKey of [
      arn(`alias/${"x".repeat(250)}`),
      arn("key/mrk-1234abcd12ab34cd56ef1234567890ab"),
    ]) {
      assertReadable(await run("dev", { ...longest, desiredKey }));
    }
    assertReadable(await run("dev", { ...longest, desiredKey: arn("alias/x"), acceptedKeys }));
  });

  it("are version, names by Region, buckets, what is desired, and whom to remind", async () => {
    const { outputs } = await run("fast");

    assert.deepEqual(outputs, {
      version,
      regions: {
        "eu-west-1": {
          rule: "xray-encryption-guard-eu-west-1-1a2b3c4",
          function: "xray-encryption-guard-eu-west-1-evaluator-1a2b3c4",
          recorder: "xray-encryption-guard-eu-west-1",
          alerts: "xray-encryption-guard-eu-west-1-alerts-1a2b3c4",
          stream: "xray-encryption-guard-eu-west-1-stream-1a2b3c4",
        },
      },
      bucketName: "xray-encryption-guard-history-1a2b3c4",
      trailBucketName: "xray-encryption-guard-trail-1a2b3c4",
      desiredEncryption: { "eu-west-1": "the key alias/xray-traces" },
      mustConfirmSubscription: ["security@example.com", "https://alerts.example.com/…"],
    });
  });

  it("are no secrets, where none was given", async () => {
    const stack = only(await run("fast"), "Stack");
    assert.ok(!JSON.stringify(stack.wire.outputs).includes(signature));
  });
});

describe("the Regions that only the schedule judges", () => {
  const regions = ["eu-west-1", "ca-west-1", "me-south-1"];

  it("are an output, where there are any", async () => {
    const { outputs } = await run("dev", { regions });
    assert.deepEqual(outputs["judgedOnScheduleOnly"], ["ca-west-1", "me-south-1"]);
    assert.equal("judgedOnScheduleOnly" in (await run("dev", { regions: ["eu-west-1"] })).outputs, false);
  });

  it("are not those of which the owner knows better", async () => {
    const { outputs } = await run("dev", { regions, supportedRegions: ["ca-west-1"] });
    assert.deepEqual(outputs["judgedOnScheduleOnly"], ["me-south-1"]);
  });
});

describe("the desired encryption as an output", () => {
  const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
  const cases: [desiredKey: string, acceptedKeys: string[], expected: string][] = [
    ["any", [], "any KMS key"],
    ["none", [], "X-Ray's default encryption"],
    ["alias/a", [], "the key alias/a"],
    ["alias/a", ["alias/a"], "the key alias/a"],
    [`arn:aws:kms:eu-west-1:123456789012:key/${id}`, [], `the key ${id}`],
    ["arn:aws:kms:eu-west-1:210987654321:alias/a", [], "the key alias/a of 210987654321"],
    [`alias/${"a".repeat(60)}`, [], `the key alias/${"a".repeat(36)}...`],
    ["alias/a", ["alias/b"], "alias/a or 1 other"],
    [`alias/${"a".repeat(60)}`, ["alias/b"], `alias/${"a".repeat(27)}... or 1 other`],
    [id, ["alias/b", "alias/c", "alias/c"], `${id} or 2 others`],
  ];
  for (const [desiredKey, acceptedKeys, expected] of cases) {
    it(`is "${expected}"`, () => {
      assert.equal(shortDesiredEncryption(parseDesiredEncryption(desiredKey, acceptedKeys)), expected);
    });
  }
});

describe("whom to remind", () => {
  const cases: [endpoint: string, expected: string][] = [
    ["security@example.com", "security@example.com"],
    ["https://alerts.example.com", "https://alerts.example.com"],
    ["https://alerts.example.com:8443/", "https://alerts.example.com:8443"],
    ["https://alerts.example.com/hooks/s3cr3t", "https://alerts.example.com/…"],
    ["https://alerts.example.com?token=s3cr3t", "https://alerts.example.com/…"],
    [`${"a".repeat(60)}@example.com`, `${"a".repeat(57)}...`],
    [`https://${"c".repeat(60)}.example.com`, `https://${"c".repeat(47)}...`],
  ];
  for (const [endpoint, expected] of cases) {
    it(`is ${expected} for ${endpoint}`, () => {
      assert.equal(shortEndpoint(subscriber(endpoint)), expected);
    });
  }
});

describe("a secret in notify", () => {
  const token = "s3cr3t-token";
  const notify = [`https://alerts.example.com/${token}`, "security@example.com"];

  it("stays a secret: in no name, plain input, state, output or message", async () => {
    const { registrations, messages } = await run("dev", { notify }, ["notify"]);

    const shown = registrations.map(({ urn, name, dependencies, options, wire }) => ({
      ...{ urn, name, dependencies, options },
      wire: withoutSecrets(wire),
    }));
    for (const secret of [token, "alerts.example.com", "security@example.com"]) {
      assert.ok(!JSON.stringify([shown, messages]).includes(secret), secret);
    }
    const endpoints = registrations.flatMap(({ type, inputs }) =>
      type.endsWith(":TopicSubscription") ? [secretOf(inputs["endpoint"])] : [],
    );
    assert.deepEqual(endpoints, notify);
  });

  it("is subscribed under the same name whatever stands beside it", async () => {
    const names = async (endpoints: string[]) => {
      const { registrations } = await run("dev", { notify: endpoints }, ["notify"]);
      return registrations.filter(({ type }) => type.endsWith(":TopicSubscription")).map(({ name }) => name);
    };

    assert.deepEqual(await names(notify.toReversed()), (await names(notify)).toReversed());
    const digits = (endpoint = "") => createHash("sha256").update(endpoint).digest("hex").slice(0, 8);
    assert.deepEqual(await names(notify), [
      `xray-encryption-guard-eu-west-1-alerts-https-${digits(notify[0])}`,
      `xray-encryption-guard-eu-west-1-alerts-email-${digits(notify[1])}`,
    ]);
  });

  for (const mistake of [`http://alerts.example.com/${token}`, `https://u:${token}@example.com`, notify[0]]) {
    it(`is not shown by the error about ${mistake}`, async () => {
      await assert.rejects(run("dev", { notify: [mistake, ...notify] }, ["notify"]), (error: Error) => {
        assert.match(error.message, /^notify is "\[secret\]": (expected|it is listed twice)/);
        assert.ok(!`${error.stack} ${JSON.stringify(error)}`.includes(token));
        return true;
      });
    });
  }

  it("is the only secret that a stack takes", async () => {
    await assert.rejects(run("dev", {}, ["desiredKey"]), {
      message:
        "xray-encryption-guard:desiredKey is a secret, but AWS and the stack's state show it in plain text: set it without --secret; only notify may be one.",
    });
  });
});

const signature = "4dabf18193072939515e22adb298388d";

/** The value of a secret in Pulumi's wire format; undefined for what is none. */
function secretOf(value: unknown): unknown {
  const isSecret = typeof value === "object" && value !== null && signature in value;
  return isSecret ? (value as unknown as { value: unknown }).value : undefined;
}

function withoutSecrets(value: unknown): unknown {
  if (secretOf(value) !== undefined) return "[secret]";
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null || pulumi.asset.AssetArchive.isInstance(value))
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutSecrets(one)]));
}
