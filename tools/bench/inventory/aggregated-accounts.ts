import type * as http from "node:http";
import { text } from "node:stream/consumers";
import { LoopbackServer } from "../loopback-server";

/** The Regions that an account has without opting in. */
export const regions = [
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
  ...["ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1"],
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2"],
];

/** The IDs of so many accounts. */
export function accountIds(accounts: number): string[] {
  return Array.from({ length: accounts }, (_, index) => String(100_000_000_000 + index));
}

type Input = Record<string, unknown>;

export const settingType = "AWS::XRay::EncryptionConfig";
export const rule = "xray-encryption";
const pageSize = 100;

/**
 * An AWS Config aggregator of accounts with 17 Regions each, that answers the same of each. It answers so many calls a second
 * and refuses others, and now and then one more: a slow machine asks for no more than it answers.
 */
export class AggregatedAccounts extends LoopbackServer {
  answered = 0;
  refused = 0;
  private second = 0;
  private inSecond = 0;

  constructor(
    private readonly accounts: readonly string[],
    private readonly callsPerSecond: number,
  ) {
    super();
  }

  get rows(): number {
    return this.accounts.length * regions.length;
  }

  protected override receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    void text(request).then((body) => {
      const [, operation = ""] = String(request.headers["x-amz-target"] ?? "").split(".");
      if (operation === "") {
        response.writeHead(200, { "content-type": "text/xml" }).end(identity);
        return;
      }
      const [status, answer] = this.takes()
        ? [200, this.answer(operation, JSON.parse(body) as Input)]
        : tooMany;
      response
        .writeHead(status, { "content-type": "application/x-amz-json-1.1" })
        .end(JSON.stringify(answer));
    });
  }

  private takes(): boolean {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.second) [this.second, this.inSecond] = [second, 0];
    const takes = this.inSecond < this.callsPerSecond && (this.answered + this.refused) % 1000 !== 999;
    if (takes) this.inSecond += 1;
    this[takes ? "answered" : "refused"] += 1;
    return takes;
  }

  private answer(operation: string, input: Input): unknown {
    switch (operation) {
      case "SelectAggregateResourceConfig":
        return this.page(
          String(input["Expression"]).includes("ResourceCompliance"),
          Number(input["NextToken"] ?? 0),
        );
      case "DescribeConfigurationAggregatorSourcesStatus":
        return { AggregatedSourceStatusList: [] };
      case "GetAggregateComplianceDetailsByConfigRule":
        return { AggregateEvaluationResults: [{ ...evaluated, AccountId: input["AccountId"] }] };
      default:
        throw new Error(`Nobody expected ${operation}.`);
    }
  }

  private page(isVerdicts: boolean, start: number): unknown {
    const end = Math.min(start + pageSize, this.rows);
    const Results = Array.from({ length: end - start }, (_, offset) => {
      const index = start + offset;
      const accountId = this.accounts[Math.floor(index / regions.length)];
      const awsRegion = regions[index % regions.length];
      return JSON.stringify({
        ...{ accountId, awsRegion, configurationItemCaptureTime: "2026-01-05T09:01:00.000Z" },
        resourceId: isVerdicts ? `${settingType}/default` : "default",
        configuration: isVerdicts ? compliance : { type: "NONE" },
      });
    });
    return { Results, ...(end < this.rows && { NextToken: String(end) }) };
  }
}

export const tooMany: [number, unknown] = [400, { __type: "ThrottlingException", message: "Rate exceeded" }];

export const identity = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::999999999999:assumed-role/Auditor/alice</Arn><UserId>AROA:alice</UserId><Account>999999999999</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

export const compliance = {
  complianceType: "NON_COMPLIANT",
  targetResourceType: settingType,
  configRuleList: [{ configRuleName: rule, complianceType: "NON_COMPLIANT" }],
};

export const evaluated = {
  EvaluationResultIdentifier: {
    EvaluationResultQualifier: { ConfigRuleName: rule, ResourceType: settingType, ResourceId: "default" },
  },
  ComplianceType: "NON_COMPLIANT",
  ResultRecordedTime: Date.parse("2026-01-05T09:01:05Z") / 1000,
  Annotation: "X-Ray uses its default encryption, but should use alias/xray-traces.",
};
