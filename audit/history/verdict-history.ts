import type { Clients } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import { encryptionConfigType, readItems, resourceComplianceType, type RecordedItem } from "./recorded-items";
import type { TimeRange } from "./setting-history";

/** A verdict, as AWS Config recorded it. */
export interface RecordedVerdict {
  at: Date;
  /** `COMPLIANT`, `NON_COMPLIANT` …; undefined where the verdict was deleted. */
  complianceType: string | undefined;
}

/** The verdict that was recorded last before a time. @throws AuditError */
export async function verdictBefore(
  clients: Clients,
  resourceId: string,
  rule: string | undefined,
  time: Date | undefined,
): Promise<RecordedVerdict | undefined> {
  return time === undefined
    ? undefined
    : standingVerdict(clients, resourceId, rule, new Date(time.getTime() - 1));
}

/** The current verdict and since when, by AWS Config's record. @throws AuditError */
export async function standingVerdict(
  clients: Clients,
  resourceId: string,
  rule: string | undefined,
  until?: Date,
): Promise<RecordedVerdict | undefined> {
  let earliest: RecordedVerdict | undefined;
  for await (const item of readItems(clients, { ...queryFor(resourceId), until, newestFirst: true })) {
    const verdict = verdictOf(item, rule, clients.region);
    if (verdict === undefined) continue;
    if (earliest !== undefined && verdict.complianceType !== earliest.complianceType) break;
    earliest = verdict;
  }
  return earliest;
}

/**
 * The verdicts on the setting in a period, oldest first, each when it differed from the one before. They are read from
 * the items of `AWS::Config::ResourceCompliance`, the only record of past verdicts; none is recomputed.
 *
 * @param rule the rule's name; undefined for all rules taken together
 * @throws AuditError
 */
export async function* verdictChanges(
  clients: Clients,
  resourceId: string,
  rule: string | undefined,
  period: TimeRange,
  before: RecordedVerdict | undefined,
): AsyncGenerator<RecordedVerdict> {
  let standing = before;
  for await (const item of readItems(clients, { ...queryFor(resourceId), ...period })) {
    const verdict = verdictOf(item, rule, clients.region);
    if (verdict === undefined || verdict.complianceType === standing?.complianceType) continue;
    standing = verdict;
    yield verdict;
  }
}

function queryFor(resourceId: string): { resourceType: string; resourceId: string } {
  return { resourceType: resourceComplianceType, resourceId: `${encryptionConfigType}/${resourceId}` };
}

/** @returns undefined for an item that says nothing about the rule */
function verdictOf(
  item: RecordedItem,
  rule: string | undefined,
  region: string,
): RecordedVerdict | undefined {
  const at = item.capturedAt;
  if (item.status !== "OK" && item.status !== "ResourceDiscovered") return { at, complianceType: undefined };
  const { complianceType, configRuleList } = (item.configuration ?? {}) as {
    complianceType?: unknown;
    configRuleList?: { configRuleName?: unknown; complianceType?: unknown }[];
  };
  if (typeof complianceType !== "string") {
    throw new AuditError(
      "unreadable",
      `The verdict in ${region} that was recorded at ${at.toISOString()} cannot be understood: its configuration has no complianceType.`,
    );
  }
  if (rule === undefined || !Array.isArray(configRuleList)) return { at, complianceType };
  const own = configRuleList.find(({ configRuleName }) => configRuleName === rule);
  if (own === undefined) return undefined;
  return { at, complianceType: typeof own.complianceType === "string" ? own.complianceType : complianceType };
}
