import assert from "node:assert/strict";
import { runtime } from "@pulumi/pulumi";
import { placeholderCloud, type PlaceholderOptions } from "../../stack-runner/placeholder-cloud";

const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arnOf = async (options: PlaceholderOptions, type: string, inputs: Record<string, unknown> = {}) =>
  (await placeholderCloud(options).create({ type, name: "thing", inputs })).state["arn"];
const keyOf = async (options: PlaceholderOptions, reference: string) =>
  (await placeholderCloud(options).invoke({ token: "aws:kms/getKey:getKey", inputs: { keyId: reference } }))[
    "arn"
  ];

describe("the placeholder cloud", () => {
  const topic = "aws:sns/topic:Topic";
  const arns: [
    what: string,
    options: PlaceholderOptions,
    type: string,
    inputs: object,
    arn: string | undefined,
  ][] = [
    ["completes a name", {}, topic, {}, "arn:aws:sns:us-east-1:123456789012:thing-0000000"],
    ["keeps a given name", {}, topic, { name: "own" }, "arn:aws:sns:us-east-1:123456789012:own"],
    [
      "completes a name as it is told",
      { completeName: (name) => `${name}*` },
      topic,
      {},
      "arn:aws:sns:us-east-1:123456789012:thing*",
    ],
    [
      "takes the provider's Region, and its partition",
      { region: "cn-north-1" },
      topic,
      {},
      "arn:aws-cn:sns:cn-north-1:123456789012:thing-0000000",
    ],
    [
      "takes a resource's own Region first",
      { region: "cn-north-1" },
      topic,
      { region: "us-gov-west-1" },
      "arn:aws-us-gov:sns:us-gov-west-1:123456789012:thing-0000000",
    ],
    ...[
      ["eusc-de-east-1", "aws-eusc"],
      ["us-iso-east-1", "aws-iso"],
      ["us-isob-east-1", "aws-iso-b"],
    ].map(([region = "", partition = ""]): (typeof arns)[number] => [
      `knows the partition ${partition}`,
      { region },
      topic,
      {},
      `arn:${partition}:sns:${region}:123456789012:thing-0000000`,
    ]),
    [
      "knows that a bucket's ARN has no account",
      {},
      "aws:s3/bucket:Bucket",
      {},
      "arn:aws:s3:::thing-0000000",
    ],
    ["knows a role's path", {}, "aws:iam/role:Role", {}, "arn:aws:iam::123456789012:role/thing-0000000"],
    [
      "knows AWS's name of a service",
      {},
      "aws:cfg/rule:Rule",
      { name: "r" },
      "arn:aws:config:us-east-1:123456789012:r",
    ],
    [
      "leaves out in a first preview what AWS makes",
      { preview: true, nothingMade: true },
      topic,
      {},
      undefined,
    ],
    ["leaves a new key unknown in a preview", { preview: true }, "aws:kms/key:Key", {}, undefined],
    [
      "takes any type in a preview",
      { preview: true },
      "aws:ses/template:Template",
      {},
      "arn:aws:ses:us-east-1:123456789012:thing-0000000",
    ],
  ];
  for (const [what, options, type, inputs, arn] of arns) {
    it(what, async () => {
      assert.equal(await arnOf(options, type, { ...inputs }), arn);
    });
  }

  const keyArn = `arn:aws:kms:us-east-1:123456789012:key/${keyId}`;
  const keys: [what: string, options: PlaceholderOptions, reference: string, arn: string][] = [
    ["a key by its ID", {}, keyId, keyArn],
    ["a key by its ARN", { region: "eu-west-1" }, keyArn, keyArn],
    ["some key behind an alias", {}, "alias/x", "arn:aws:kms:us-east-1:123456789012:key/of-alias/x"],
    ["no key behind an alias in a preview", { preview: true }, "alias/x", runtime.unknownValue],
  ];
  for (const [what, options, reference, arn] of keys) {
    it(`finds ${what}`, async () => {
      assert.equal(await keyOf(options, reference), arn);
    });
  }

  for (const type of [
    "aws:ses/template:Template",
    "aws:kms/key:Key",
    "aws:sns/queue:Queue",
    "random:index/id:Id",
  ]) {
    it(`refuses a type that it does not know: ${type}`, async () => {
      await assert.rejects(
        arnOf({}, type),
        /^StackError: The program declares a resource of type .*, which has no placeholder: add it to stack-runner\/placeholder-cloud\.ts\.$/,
      );
    });
  }

  it("refuses a call that it does not know, and names the way around it in a review", async () => {
    const call = (options: PlaceholderOptions) =>
      placeholderCloud(options).invoke({ token: "aws:ec2/getVpc:getVpc", inputs: {} });

    await assert.rejects(
      call({}),
      /which only AWS can answer: add an answer to stack-runner\/placeholder-cloud\.ts\.$/,
    );
    await assert.rejects(
      call({ preview: true }),
      /, or review with `npx pulumi preview --policy-pack policy`\.$/,
    );
  });
});
