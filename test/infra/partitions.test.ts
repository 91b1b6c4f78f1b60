import assert from "node:assert/strict";
import { configConsoleUrl, partitionOf } from "../../infra/settings/partitions";

describe("the partition of a Region", () => {
  const cases: [region: string, partition: string, console: string | undefined][] = [
    ["eu-west-1", "aws", "console.aws.amazon.com"],
    ["us-east-1", "aws", "console.aws.amazon.com"],
    ["cn-north-1", "aws-cn", "console.amazonaws.cn"],
    ["us-gov-west-1", "aws-us-gov", "console.amazonaws-us-gov.com"],
    ["eusc-de-east-1", "aws-eusc", "console.amazonaws-eusc.eu"],
    ["us-iso-east-1", "aws-iso", undefined],
    ["us-isob-east-1", "aws-iso-b", undefined],
    ["eu-isoe-west-1", "aws-iso-e", undefined],
    ["us-isof-south-1", "aws-iso-f", undefined],
  ];
  for (const [region, partition, domain] of cases) {
    it(`is ${partition} for ${region}, whose console is ${domain ?? "published nowhere"}`, () => {
      assert.equal(partitionOf(region).name, partition);
      const url = domain && `https://${region}.${domain}/config/home?region=${region}#`;
      assert.equal(configConsoleUrl(region), url);
    });
  }
});
