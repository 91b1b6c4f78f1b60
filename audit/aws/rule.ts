import {
  type ConfigRule,
  DescribeConfigRuleEvaluationStatusCommand,
  type EvaluationResult,
  paginateDescribeConfigRules,
  paginateGetComplianceDetailsByConfigRule,
} from "@aws-sdk/client-config-service";
import { closest } from "fastest-levenshtein";
import { encryptionConfigType } from "../history/recorded-items";
import { AuditError, callAws } from "./aws-call";
import type { Clients } from "./clients";
import { listAll } from "./pages";

/** A rule's latest verdict on a resource. */
export interface StandingResult {
  resourceType: string;
  complianceType: string;
  annotation: string | undefined;
  /** When the evaluation was reported. */
  evaluatedAt: Date | undefined;
}

/** The result of AWS Config's latest attempts to evaluate a rule. */
export interface EvaluationStatus {
  lastSuccessAt: Date | undefined;
  /** Undefined when the latest evaluation did not fail. */
  failure: string | undefined;
}

/** A rule, as far as evidence needs it. */
export interface JudgingRule {
  name: string;
  /** JSON, as AWS Config has it; empty for none. */
  parameters: string;
  /** The function that evaluates it; undefined for a rule of another kind. */
  functionArn: string | undefined;
}

/**
 * The rule that judges X-Ray's encryption setting in a Region: the one of the given name, else the custom Lambda rule whose
 * parameters have a `desiredKey`, and whose scope, if it has one, has the setting's type. Its name says nothing.
 *
 * @returns undefined when the Region has none
 * @throws AuditError `notFound` for a name that does not exist, `usage` when several rules fit
 */
export async function findRule(clients: Clients, wanted?: string): Promise<JudgingRule | undefined> {
  const rules = await allRules(clients);
  if (wanted !== undefined) {
    const named = rules.find(({ ConfigRuleName }) => ConfigRuleName === wanted);
    if (named !== undefined) return judgingRule(named);
    const names = rules.flatMap(({ ConfigRuleName }) => ConfigRuleName ?? []);
    const hint = names.length > 0 ? `: did you mean ${closest(wanted, names)}?` : ", nor any other.";
    throw new AuditError("notFound", `There is no AWS Config rule '${wanted}' in ${clients.region}${hint}`);
  }
  const found = rules.filter(judgesTheSetting).map(judgingRule);
  if (found.length > 1) {
    const names = found.map(({ name }) => name).join(", ");
    throw new AuditError(
      "usage",
      `Several AWS Config rules in ${clients.region} judge X-Ray's encryption (${names}): choose one with --rule NAME.`,
    );
  }
  return found[0];
}

/** The rule's current verdict: on the setting, else on the account, on which the rule reports where nothing is recorded. */
export async function standingResult(clients: Clients, rule: string): Promise<StandingResult | undefined> {
  const { config, region } = clients;
  const answered = await listAll(
    { what: `the verdicts of rule ${rule}`, action: "config:GetComplianceDetailsByConfigRule", region },
    paginateGetComplianceDetailsByConfigRule,
    config,
    { ConfigRuleName: rule },
    ({ EvaluationResults }) => EvaluationResults,
  );
  const results = answered.map(fromApi);
  const onSetting = results.filter(({ resourceType }) => resourceType === encryptionConfigType);
  const candidates = onSetting.length > 0 ? onSetting : results;
  return candidates.find(({ complianceType }) => complianceType === "NON_COMPLIANT") ?? candidates[0];
}

/** @throws AuditError */
export async function evaluationStatus(clients: Clients, rule: string): Promise<EvaluationStatus> {
  const call = {
    what: `when rule ${rule} was evaluated`,
    action: "config:DescribeConfigRuleEvaluationStatus",
    region: clients.region,
  };
  const { ConfigRulesEvaluationStatus: [status] = [] } = await callAws(call, () =>
    clients.config.send(new DescribeConfigRuleEvaluationStatusCommand({ ConfigRuleNames: [rule] })),
  );
  const failedAt = status?.LastFailedEvaluationTime ?? status?.LastFailedInvocationTime;
  const lastSuccessAt = status?.LastSuccessfulEvaluationTime;
  const failed = failedAt !== undefined && (lastSuccessAt === undefined || failedAt > lastSuccessAt);
  return {
    lastSuccessAt,
    failure: failed ? (status?.LastErrorMessage ?? status?.LastErrorCode ?? "without a reason") : undefined,
  };
}

function allRules({ config, region }: Clients): Promise<ConfigRule[]> {
  const call = { what: "AWS Config's rules", action: "config:DescribeConfigRules", region };
  return listAll(call, paginateDescribeConfigRules, config, {}, ({ ConfigRules }) => ConfigRules);
}

function judgesTheSetting(rule: ConfigRule): boolean {
  if (rule.Source?.Owner !== "CUSTOM_LAMBDA" || !hasDesiredKey(rule.InputParameters)) return false;
  const types = rule.Scope?.ComplianceResourceTypes ?? [];
  return types.length === 0 || types.includes(encryptionConfigType);
}

function judgingRule({ ConfigRuleName = "", InputParameters = "", Source }: ConfigRule): JudgingRule {
  const functionArn = Source?.Owner === "CUSTOM_LAMBDA" ? Source.SourceIdentifier : undefined;
  return { name: ConfigRuleName, parameters: InputParameters, functionArn };
}

function hasDesiredKey(inputParameters = "{}"): boolean {
  try {
    const parameters: unknown = JSON.parse(inputParameters);
    return typeof parameters === "object" && parameters !== null && "desiredKey" in parameters;
  } catch {
    return false;
  }
}

function fromApi(result: EvaluationResult): StandingResult {
  const qualifier = result.EvaluationResultIdentifier?.EvaluationResultQualifier;
  return {
    resourceType: qualifier?.ResourceType ?? "",
    complianceType: result.ComplianceType ?? "INSUFFICIENT_DATA",
    annotation: result.Annotation,
    evaluatedAt: result.ResultRecordedTime,
  };
}
