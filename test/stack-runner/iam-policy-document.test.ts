import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { placeholderCloud } from "../../stack-runner/placeholder-cloud";
import { runProgram } from "../../stack-runner/run";

/** The document that a program gets, through the SDK and its wire. */
async function documentOf(args: aws.iam.GetPolicyDocumentOutputArgs): Promise<unknown> {
  const { outputs } = await runProgram({
    stack: "dev",
    cloud: placeholderCloud({ region: "eu-west-1", preview: true }),
    preview: true,
    program: () => ({ json: aws.iam.getPolicyDocumentOutput(args).json }),
  });
  return JSON.parse(String(outputs["json"]));
}

const version = { Version: "2012-10-17" };

describe("aws.iam.getPolicyDocument, without AWS", () => {
  const cases: [string, aws.iam.GetPolicyDocumentOutputArgs, object][] = [
    ["has a version and nothing else where nothing is given", {}, { ...version, Statement: [] }],
    [
      "writes a list of one as a text, allows by default, and leaves out what is not given",
      { statements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"] }] },
      {
        ...version,
        Statement: [
          { Effect: "Allow", Action: "s3:GetObject", Resource: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"] },
        ],
      },
    ],
    [
      "joins principals of a type, and conditions of a test",
      {
        policyId: "p",
        version: "2008-10-17",
        statements: [
          {
            sid: "One",
            effect: "Deny",
            notActions: ["sns:Publish"],
            notResources: ["*"],
            principals: [
              { type: "AWS", identifiers: ["a"] },
              { type: "AWS", identifiers: ["b"] },
              { type: "Service", identifiers: ["config.amazonaws.com"] },
            ],
            conditions: [
              { test: "StringEquals", variable: "aws:SourceAccount", values: ["123456789012"] },
              { test: "StringEquals", variable: "aws:username", values: ["&{aws:username}"] },
            ],
          },
        ],
      },
      {
        Version: "2008-10-17",
        Id: "p",
        Statement: [
          {
            Sid: "One",
            Effect: "Deny",
            Principal: { AWS: ["a", "b"], Service: "config.amazonaws.com" },
            NotAction: "sns:Publish",
            NotResource: "*",
            Condition: {
              StringEquals: { "aws:SourceAccount": "123456789012", "aws:username": "${aws:username}" },
            },
          },
        ],
      },
    ],
    [
      "lets anybody in by *",
      { statements: [{ actions: ["sns:Publish"], principals: [{ type: "*", identifiers: ["*"] }] }] },
      { ...version, Statement: [{ Effect: "Allow", Principal: "*", Action: "sns:Publish" }] },
    ],
    [
      "puts sources first, own statements and overrides in the place of those of their name",
      {
        sourcePolicyDocuments: ['{"Statement":[{"Sid":"A","Effect":"Allow"},{"Sid":"B","Effect":"Allow"}]}'],
        statements: [{ sid: "B", effect: "Deny" }, { sid: "C" }],
        overridePolicyDocuments: ['{"Statement":{"Sid":"C","Effect":"Deny"}}'],
      },
      {
        ...version,
        Statement: [
          { Sid: "A", Effect: "Allow" },
          { Sid: "B", Effect: "Deny" },
          { Sid: "C", Effect: "Deny" },
        ],
      },
    ],
  ];
  for (const [says, args, expected] of cases) {
    it(says, async () => assert.deepEqual(await documentOf(args), expected));
  }
});
