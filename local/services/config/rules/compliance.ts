import type {
  ComplianceType,
  DescribeComplianceByConfigRuleRequest,
  DescribeComplianceByConfigRuleResponse,
  Evaluation,
  EvaluationResult as ApiResult,
  GetComplianceDetailsByConfigRuleRequest,
  GetComplianceDetailsByConfigRuleResponse,
  GetComplianceDetailsByResourceRequest,
  GetComplianceDetailsByResourceResponse,
  PutEvaluationsRequest,
  PutEvaluationsResponse,
} from "@aws-sdk/client-config-service";
import type { EventBus, RegionContext } from "../../../account/context";
import { AwsError } from "../../../account/aws-error";
import { pageOf } from "../../../endpoint/paging";
import type { Delivery } from "../delivery";
import type { Recording } from "../recording";
import type { Rule } from "./rule";
import type { IssuedToken, Rules } from "./rules";

export interface EvaluationResult {
  evaluationResultIdentifier: {
    evaluationResultQualifier: {
      configRuleName: string;
      resourceType: string;
      resourceId: string;
      evaluationMode: "DETECTIVE";
    };
    orderingTimestamp: string;
  };
  complianceType: string;
  resultRecordedTime: string;
  configRuleInvokedTime: string;
  annotation?: string;
}

/** AWS Config's verdicts: the results that rules reported, and the notifications when a verdict changes. */
export class Compliance {
  private readonly results = new Map<string, EvaluationResult>();

  constructor(
    private readonly region: RegionContext & {
      events: EventBus;
      config: {
        rules: Rules;
        delivery: Delivery;
        recording: Recording;
        remediation: {
          judged(ruleName: string, resourceType: string, resourceId: string, complianceType: string): void;
        };
      };
    },
  ) {}

  /** The result token says which rule reports. In test mode nothing is stored. */
  async putEvaluations(principal: string, request: PutEvaluationsRequest): Promise<PutEvaluationsResponse> {
    await this.region.account.authorization.require({
      principal,
      action: "config:PutEvaluations",
      resource: "*",
    });
    const evaluations = request.Evaluations ?? [];
    if (evaluations.length > 100) {
      throw new AwsError(
        "ValidationException",
        "Member Evaluations must have length less than or equal to 100",
      );
    }
    evaluations.forEach(checkEvaluation);
    if (request.TestMode === true) return { FailedEvaluations: [] };
    const token = this.region.config.rules.issued(request.ResultToken ?? "");
    if (token === undefined) {
      throw new AwsError("InvalidResultTokenException", "The result token is invalid.");
    }
    for (const evaluation of evaluations) await this.put(token, evaluation);
    this.region.config.rules.evaluated(token.rule);
    return { FailedEvaluations: [] };
  }

  /** Forgets the results of a rule that is deleted. */
  forget(ruleName: string): void {
    for (const [key, result] of this.results)
      if (qualifierOf(result).configRuleName === ruleName) this.results.delete(key);
  }

  /** The current results of a rule. */
  resultsOf(ruleName: string): EvaluationResult[] {
    return [...this.results.values()].filter((result) => qualifierOf(result).configRuleName === ruleName);
  }

  async getComplianceDetailsByConfigRule(
    principal: string,
    request: GetComplianceDetailsByConfigRuleRequest,
  ): Promise<GetComplianceDetailsByConfigRuleResponse> {
    const rule = this.region.config.rules.rule(request.ConfigRuleName ?? "");
    await this.authorize(principal, "config:GetComplianceDetailsByConfigRule", rule.arn);
    const { Limit = 0 } = request;
    if (Limit < 0 || Limit > 100)
      throw new AwsError("ValidationException", `Limit must be 0 to 100, not ${Limit}.`);
    const found = this.resultsOf(rule.name).filter(ofTypes(request.ComplianceTypes));
    const { page, next } = pageOf(found, Limit === 0 ? 10 : Limit, request.NextToken);
    return { EvaluationResults: page.map(toApi), ...(next === undefined ? {} : { NextToken: next }) };
  }

  async getComplianceDetailsByResource(
    principal: string,
    request: GetComplianceDetailsByResourceRequest,
  ): Promise<GetComplianceDetailsByResourceResponse> {
    await this.authorize(principal, "config:GetComplianceDetailsByResource", "*");
    if (request.ResourceType === undefined || request.ResourceId === undefined) {
      throw new AwsError("InvalidParameterValueException", "ResourceType and ResourceId are required.");
    }
    const found = [...this.results.values()].filter((result) => {
      const { resourceType, resourceId } = qualifierOf(result);
      return (
        resourceType === request.ResourceType &&
        resourceId === request.ResourceId &&
        ofTypes(request.ComplianceTypes)(result)
      );
    });
    const { page, next } = pageOf(found, 100, request.NextToken);
    return { EvaluationResults: page.map(toApi), ...(next === undefined ? {} : { NextToken: next }) };
  }

  /** A rule without results has the compliance type INSUFFICIENT_DATA. */
  async describeComplianceByConfigRule(
    principal: string,
    request: DescribeComplianceByConfigRuleRequest,
  ): Promise<DescribeComplianceByConfigRuleResponse> {
    await this.authorize(principal, "config:DescribeComplianceByConfigRule", "*");
    const all = this.region.config.rules.named(request.ConfigRuleNames).map((rule) => {
      const bad = this.resultsOf(rule.name).filter(ofTypes(["NON_COMPLIANT"])).length;
      const type =
        bad > 0
          ? ("NON_COMPLIANT" as const)
          : this.resultsOf(rule.name).length > 0
            ? ("COMPLIANT" as const)
            : ("INSUFFICIENT_DATA" as const);
      return {
        ConfigRuleName: rule.name,
        Compliance: {
          ComplianceType: type,
          // Only non-compliant resources are counted, up to 25.
          ...(bad === 0
            ? {}
            : { ComplianceContributorCount: { CappedCount: Math.min(bad, 25), CapExceeded: bad > 25 } }),
        },
      };
    });
    const types = request.ComplianceTypes ?? [];
    const found = all.filter(
      ({ Compliance }) => types.length === 0 || types.includes(Compliance.ComplianceType),
    );
    const { page, next } = pageOf(found, 100, request.NextToken);
    return { ComplianceByConfigRules: page, ...(next === undefined ? {} : { NextToken: next }) };
  }

  private async authorize(principal: string, action: string, resource: string): Promise<void> {
    await this.region.account.authorization.require({ principal, action, resource });
  }

  private async put({ rule, trigger, invokedAt }: IssuedToken, evaluation: Evaluation): Promise<void> {
    const { clock, journal } = this.region.account;
    const at = clock.iso();
    const resourceType = evaluation.ComplianceResourceType ?? "";
    const resourceId = evaluation.ComplianceResourceId ?? "";
    const complianceType = evaluation.ComplianceType ?? "";
    const result: EvaluationResult = {
      evaluationResultIdentifier: {
        evaluationResultQualifier: {
          configRuleName: rule.name,
          resourceType,
          resourceId,
          evaluationMode: "DETECTIVE",
        },
        orderingTimestamp: evaluation.OrderingTimestamp?.toISOString() ?? at,
      },
      complianceType,
      resultRecordedTime: at,
      configRuleInvokedTime: invokedAt,
      ...(evaluation.Annotation === undefined ? {} : { annotation: evaluation.Annotation }),
    };
    const annotation = evaluation.Annotation ?? "";
    const { name: region } = this.region;
    journal.record("evaluation", {
      at,
      region,
      trigger,
      ruleName: rule.name,
      resourceType,
      resourceId,
      complianceType,
      annotation,
    });

    const key = JSON.stringify([rule.name, resourceType, resourceId]);
    const before = this.results.get(key);
    if (before !== undefined && orderOf(result) < orderOf(before)) return;
    if (complianceType === "NOT_APPLICABLE") this.results.delete(key);
    else this.results.set(key, result);
    this.region.config.remediation.judged(rule.name, resourceType, resourceId, complianceType);
    // NOT_APPLICABLE is no change for a resource that had no verdict.
    if (
      before?.complianceType === complianceType ||
      (before === undefined && complianceType === "NOT_APPLICABLE")
    )
      return;
    await this.publishChange(rule, result, before ?? null);
  }

  private async publishChange(
    rule: Rule,
    result: EvaluationResult,
    before: EvaluationResult | null,
  ): Promise<void> {
    const { account, name: region } = this.region;
    const { resourceType, resourceId } = qualifierOf(result);
    const message = {
      awsAccountId: account.id,
      configRuleName: rule.name,
      configRuleARN: rule.arn,
      resourceType,
      resourceId,
      awsRegion: region,
      newEvaluationResult: result,
      oldEvaluationResult: before,
      notificationCreationTime: account.clock.iso(),
      messageType: "ComplianceChangeNotification",
      recordVersion: "1.0",
    };
    await this.region.config.delivery.stream(
      `[AWS Config:${region}] ${resourceType} ${resourceId} is ${result.complianceType} with ${rule.name}`.slice(
        0,
        100,
      ),
      message,
    );
    await this.region.events.put({
      source: "aws.config",
      detailType: "Config Rules Compliance Change",
      resources: [],
      detail: message,
    });
    await this.region.config.recording.recordCompliance(resourceType, resourceId, {
      complianceType: result.complianceType,
      targetResourceId: resourceId,
      targetResourceType: resourceType,
      configRuleList: [
        {
          configRuleName: rule.name,
          configRuleArn: rule.arn,
          configRuleId: rule.id,
          complianceType: result.complianceType,
        },
      ],
    });
  }
}

function qualifierOf(
  result: EvaluationResult,
): EvaluationResult["evaluationResultIdentifier"]["evaluationResultQualifier"] {
  return result.evaluationResultIdentifier.evaluationResultQualifier;
}

function ofTypes(types: readonly string[] = []): (result: EvaluationResult) => boolean {
  return ({ complianceType }) => types.length === 0 || types.includes(complianceType);
}

/** A result as the API returns it. */
function toApi(result: EvaluationResult): ApiResult {
  const { configRuleName, resourceType, resourceId, evaluationMode } = qualifierOf(result);
  return {
    EvaluationResultIdentifier: {
      EvaluationResultQualifier: {
        ConfigRuleName: configRuleName,
        ResourceType: resourceType,
        ResourceId: resourceId,
        EvaluationMode: evaluationMode,
      },
      OrderingTimestamp: new Date(result.evaluationResultIdentifier.orderingTimestamp),
    },
    ComplianceType: result.complianceType as ComplianceType,
    ResultRecordedTime: new Date(result.resultRecordedTime),
    ConfigRuleInvokedTime: new Date(result.configRuleInvokedTime),
    ...(result.annotation === undefined ? {} : { Annotation: result.annotation }),
  };
}

function orderOf(result: EvaluationResult): number {
  return Date.parse(result.evaluationResultIdentifier.orderingTimestamp);
}

/** AWS Config accepts three of its four compliance types from a rule, and annotations of at most 256 characters. */
function checkEvaluation(evaluation: Evaluation): void {
  const type = evaluation.ComplianceType ?? "";
  if (!["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"].includes(type)) {
    throw new AwsError("InvalidParameterValueException", `A rule cannot report the compliance type ${type}.`);
  }
  if ((evaluation.Annotation ?? "").length > 256) {
    throw new AwsError("ValidationException", "Member Annotation must have length less than or equal to 256");
  }
}
