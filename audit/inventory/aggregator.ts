import {
  type AggregatedSourceStatus,
  type AggregatedSourceStatusType,
  type AggregateEvaluationResult,
  paginateDescribeConfigurationAggregatorSourcesStatus,
  paginateGetAggregateComplianceDetailsByConfigRule,
  paginateSelectAggregateResourceConfig,
} from "@aws-sdk/client-config-service";
import { InvalidEncryptionSettingError, parseSetting } from "../../rule/decision/setting";
import { AuditError } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
import { inParallel } from "../aws/in-parallel";
import { listAll } from "../aws/pages";
import { encryptionConfigType, resourceComplianceType } from "../history/recorded-items";
import { ageOf, emptyRow, failedRow, type InventoryAnswer, type InventoryRow } from "./inventory";

/** A resource in the answer to an advanced query of AWS Config. */
export interface Found {
  accountId: string;
  awsRegion: string;
  resourceId: string;
  configurationItemCaptureTime?: string;
  configuration?: unknown;
}

export interface AggregateOptions {
  rule?: string | undefined;
  now: Date;
  /** Called when it is known how many rows there will be. */
  found?: (rows: number) => void;
  /** Called after each row. */
  done?: (where: string) => void;
}

/**
 * The inventory of all accounts and Regions of an aggregator: the settings as AWS Config recorded them, not as they are
 * now. Keys and span destinations belong to other accounts and are not read.
 *
 * @throws AuditError when the aggregator itself cannot be read
 */
export async function aggregateInventory(
  clients: Clients,
  aggregator: string,
  options: AggregateOptions,
): Promise<InventoryAnswer[]> {
  const [settings, verdicts, failures] = await Promise.all([
    recordedSettings(clients, aggregator),
    query(clients, aggregator, resourceComplianceType),
    failedSources(clients, aggregator),
  ]);
  const verdictOf = new Map(verdicts.map((verdict) => [nameIn(verdict, verdict.resourceId), verdict]));
  options.found?.(settings.length);
  const rows = await inParallel(
    settings,
    async (found): Promise<InventoryAnswer> => {
      const verdict = verdictOf.get(nameIn(found, `${encryptionConfigType}/${found.resourceId}`));
      try {
        return { row: await rowOf(clients, aggregator, found, verdict, options), reason: "ok" };
      } catch (error) {
        return failedRow(found.accountId, found.awsRegion, error);
      }
    },
    { done: ({ accountId, awsRegion }) => options.done?.(`${accountId} ${awsRegion}`) },
  );
  return [...rows, ...failures].sort(
    (a, b) => a.row.account.localeCompare(b.row.account) || a.row.region.localeCompare(b.row.region),
  );
}

/** A resource's name among those of all accounts and Regions. */
function nameIn({ accountId, awsRegion }: Found, resourceId: string): string {
  return `${accountId}/${awsRegion}/${resourceId}`;
}

async function rowOf(
  clients: Clients,
  aggregator: string,
  found: Found,
  compliance: Found | undefined,
  { rule: wanted, now }: AggregateOptions,
): Promise<InventoryRow> {
  const row = emptyRow(found.accountId, found.awsRegion);
  row.setting = settingOf(found);
  if (row.setting.keyId !== null) {
    row.key = { arn: row.setting.keyId, aliases: [], state: null, manager: null };
  }
  const judged = complianceOf(compliance, wanted);
  if (judged === undefined) {
    row.notes.push(
      "The aggregator has no verdict on the setting: no rule judges it, or AWS::Config::ResourceCompliance is not recorded.",
    );
    return row;
  }
  row.rule = judged.rules.join(", ");
  row.verdict = { complianceType: judged.complianceType, annotation: null, since: judged.at };
  const details = await Promise.all(judged.rules.map((rule) => detailsOf(clients, aggregator, found, rule)));
  const latest = details
    .flat()
    .sort((a, b) => (b.ResultRecordedTime?.getTime() ?? 0) - (a.ResultRecordedTime?.getTime() ?? 0));
  const same = latest.find(({ ComplianceType }) => ComplianceType === judged.complianceType);
  row.verdict.annotation = same?.Annotation ?? null;
  const evaluatedAt = latest[0]?.ResultRecordedTime;
  row.lastEvaluation = evaluatedAt === undefined ? null : ageOf(evaluatedAt, now);
  return row;
}

function settingOf(found: Found): NonNullable<InventoryRow["setting"]> {
  try {
    const setting = parseSetting(found.configuration);
    const keyId = setting.type === "KMS" ? setting.keyId : null;
    return { type: setting.type, keyId, status: null, source: "AWS Config" };
  } catch (cause) {
    if (!(cause instanceof InvalidEncryptionSettingError)) throw cause;
    throw new AuditError(
      "unreadable",
      `The recorded setting of account ${found.accountId} in ${found.awsRegion} cannot be understood: ${cause.message}`,
      { cause },
    );
  }
}

/** The recorded verdict: of the given rule, else of all rules that judge the setting taken together. */
function complianceOf(
  found: Found | undefined,
  wanted: string | undefined,
): { complianceType: string; rules: string[]; at: string | null } | undefined {
  const { complianceType, configRuleList = [] } = (found?.configuration ?? {}) as {
    complianceType?: string;
    configRuleList?: { configRuleName?: string; complianceType?: string }[];
  };
  const at = found?.configurationItemCaptureTime ?? null;
  if (complianceType === undefined) return undefined;
  const rules = configRuleList.flatMap(({ configRuleName }) => configRuleName ?? []);
  if (wanted === undefined) return { complianceType, rules, at };
  const own = configRuleList.find(({ configRuleName }) => configRuleName === wanted);
  return own === undefined
    ? undefined
    : { complianceType: own.complianceType ?? complianceType, rules: [wanted], at };
}

/** X-Ray's settings as the aggregator has them, one an account and Region. @throws AuditError */
export function recordedSettings(clients: Clients, aggregator: string): Promise<Found[]> {
  return query(clients, aggregator, encryptionConfigType);
}

async function query(
  { config, region }: Clients,
  aggregator: string,
  resourceType: string,
): Promise<Found[]> {
  const about =
    resourceType === resourceComplianceType
      ? `resourceType = '${resourceType}' AND configuration.targetResourceType = '${encryptionConfigType}'`
      : `resourceType = '${resourceType}'`;
  const results = await listAll(
    { what: `aggregator ${aggregator}`, action: "config:SelectAggregateResourceConfig", region },
    paginateSelectAggregateResourceConfig,
    config,
    {
      ConfigurationAggregatorName: aggregator,
      Expression: `SELECT accountId, awsRegion, resourceId, configurationItemCaptureTime, configuration WHERE ${about}`,
    },
    ({ Results }) => Results,
  );
  return results.map((text) => parseFound(text, aggregator));
}

function parseFound(text: string, aggregator: string): Found {
  const found = JSON.parse(text) as Partial<Found>;
  const { accountId, awsRegion, resourceId } = found;
  if (accountId === undefined || awsRegion === undefined || resourceId === undefined) {
    throw new AuditError(
      "unreadable",
      `Aggregator ${aggregator} answered without accountId, awsRegion or resourceId; expected all three.`,
    );
  }
  return { ...found, accountId, awsRegion, resourceId };
}

async function detailsOf(
  { config, region }: Clients,
  aggregator: string,
  { accountId, awsRegion }: Found,
  rule: string,
): Promise<AggregateEvaluationResult[]> {
  const results = await listAll(
    {
      what: `the verdicts of rule ${rule} in account ${accountId}`,
      action: "config:GetAggregateComplianceDetailsByConfigRule",
      region,
    },
    paginateGetAggregateComplianceDetailsByConfigRule,
    config,
    {
      ConfigurationAggregatorName: aggregator,
      ConfigRuleName: rule,
      AccountId: accountId,
      AwsRegion: awsRegion,
    },
    ({ AggregateEvaluationResults }) => AggregateEvaluationResults,
  );
  return results.filter(
    ({ EvaluationResultIdentifier }) =>
      EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceType === encryptionConfigType,
  );
}

/** A row for each source that AWS Config could not gather from: otherwise it would be missing without a word. */
async function failedSources(clients: Clients, aggregator: string): Promise<InventoryAnswer[]> {
  const sources = await sourcesOf(clients, aggregator, ["FAILED", "OUTDATED"]);
  return sources.map(({ SourceId, AwsRegion, LastUpdateStatus, LastErrorMessage, LastErrorCode }) => {
    const why = LastErrorMessage ?? LastErrorCode ?? "AWS Config gives no reason";
    const error = new AuditError(
      "partial",
      `The aggregator's data of this source is ${(LastUpdateStatus ?? "FAILED").toLowerCase()}: ${why.replace(/\.$/, "")}.`,
    );
    return failedRow(SourceId ?? "unknown", AwsRegion ?? "unknown", error);
  });
}

/**
 * What an aggregator collects from: an account in a Region each.
 *
 * @param statuses of the last collection; any by default
 * @throws AuditError
 */
export async function sourcesOf(
  { config, region }: Clients,
  aggregator: string,
  statuses?: AggregatedSourceStatusType[],
): Promise<AggregatedSourceStatus[]> {
  return listAll(
    {
      what: `the sources of aggregator ${aggregator}`,
      action: "config:DescribeConfigurationAggregatorSourcesStatus",
      region,
    },
    paginateDescribeConfigurationAggregatorSourcesStatus,
    config,
    { ConfigurationAggregatorName: aggregator, ...(statuses && { UpdateStatus: statuses }) },
    ({ AggregatedSourceStatusList }) => AggregatedSourceStatusList,
  );
}
