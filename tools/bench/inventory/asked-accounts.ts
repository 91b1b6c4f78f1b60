import type * as http from "node:http";
import { text } from "node:stream/consumers";
import { LoopbackServer } from "../loopback-server";
import { compliance, evaluated, identity, rule, settingType, tooMany } from "./aggregated-accounts";

type Input = Record<string, unknown>;

/** Each so many calls are refused once, as too many. */
const refusing = 100;

/** Any number of accounts that answer each the same to whoever has their role, in every Region. */
export class AskedAccounts extends LoopbackServer {
  answered = 0;
  refused = 0;
  /** Of which account the role was assumed, and how many times. */
  readonly assumed = new Map<string, number>();

  protected override receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    void text(request).then((body) => {
      if ((this.answered + this.refused) % refusing === refusing - 1) {
        this.refused += 1;
        const [status, answer] = tooMany;
        const isSts = request.url === "/" && body.startsWith("Action=");
        response
          .writeHead(status, { "x-amzn-errortype": "ThrottlingException" })
          .end(isSts ? stsTooMany : JSON.stringify(answer));
        return;
      }
      this.answered += 1;
      const [, operation = ""] = String(request.headers["x-amz-target"] ?? "").split(".");
      if (operation !== "")
        response
          .writeHead(200, { "content-type": "application/x-amz-json-1.1" })
          .end(JSON.stringify(configOf(operation, JSON.parse(body) as Input)));
      else if (request.url === "/")
        response.writeHead(200, { "content-type": "text/xml" }).end(this.sts(body));
      else
        response
          .writeHead(200, { "content-type": "application/json" })
          .end(JSON.stringify(xrayOf(request.url ?? "")));
    });
  }

  private sts(body: string): string {
    const asked = new URLSearchParams(body);
    if (asked.get("Action") === "GetCallerIdentity") return identity;
    const [, , , , account = ""] = (asked.get("RoleArn") ?? "").split(":");
    this.assumed.set(account, (this.assumed.get(account) ?? 0) + 1);
    return `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
  }
}

const stsTooMany =
  "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>";

function xrayOf(pathname: string): unknown {
  return pathname === "/EncryptionConfig"
    ? { EncryptionConfig: { Type: "NONE", Status: "ACTIVE" } }
    : { Destination: "XRay", Status: "ACTIVE" };
}

function configOf(operation: string, { resourceType }: Input): unknown {
  switch (operation) {
    case "DescribeConfigurationRecorders":
      return { ConfigurationRecorders: [{ name: "r", recordingGroup: { allSupported: true } }] };
    case "DescribeConfigurationRecorderStatus":
      return { ConfigurationRecordersStatus: [{ name: "r", recording: true }] };
    case "DescribeConfigRules":
      return { ConfigRules: [guardRule] };
    case "DescribeConfigRuleEvaluationStatus":
      return { ConfigRulesEvaluationStatus: [] };
    case "GetComplianceDetailsByConfigRule":
      return { EvaluationResults: [evaluated] };
    case "ListDiscoveredResources":
      return { resourceIdentifiers: [{ resourceType, resourceId: "default" }] };
    case "GetResourceConfigHistory":
      return { configurationItems: [{ ...item, resourceType, ...configurationOf(resourceType) }] };
    default:
      throw new Error(`Nobody expected ${operation}.`);
  }
}

const guardRule = {
  ConfigRuleName: rule,
  Source: { Owner: "CUSTOM_LAMBDA", SourceIdentifier: "arn:aws:lambda:eu-west-1:100000000000:function:f" },
  InputParameters: JSON.stringify({ desiredKey: "alias/xray-traces" }),
};

const item = {
  configurationItemCaptureTime: Date.parse("2026-01-05T09:01:00Z") / 1000,
  configurationItemStatus: "OK",
};

function configurationOf(resourceType: unknown): Input {
  const isSetting = resourceType === settingType;
  return {
    resourceId: isSetting ? "default" : `${settingType}/default`,
    configuration: JSON.stringify(isSetting ? { type: "NONE" } : compliance),
  };
}
