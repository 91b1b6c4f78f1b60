import type { Clients } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import { encryptionConfigType, readItems, resourceComplianceType, type RecordedItem } from "./recorded-items";

/** A verdict, as AWS Config recorded it. */
export interface RecordedVerdict {
  at: Date;
  /** `COMPLIANT`, `NON_COMPLIANT` …; undefined where the verdict was deleted. */
  complianceType: string | undefined;
}

/** The current verdict and since when, by AWS Config's record. @throws AuditError */
export async function standingVerdict(
  clients: Clients,
  resourceId: string,
  rule: string | undefined,
): Promise<RecordedVerdict | undefined> {
  let earliest: RecordedVerdict | undefined;
  for await (const item of readItems(clients, { ...queryFor(resourceId), newestFirst: true })) {
    const verdict = verdictOf(item, rule, clients.region);
    if (verdict === undefined) continue;
    if (earliest !== undefined && verdict.complianceType !== earliest.complianceType) break;
    earliest = verdict;
  }
  return earliest;
}

/**
 * What an item says of a rule: an item that does not name the rule says that it had no verdict.
 *
 * @param rule the rule's name; undefined for all rules taken together
 * @throws AuditError `unreadable`
 */
export function recordedVerdict(
  item: RecordedItem,
  rule: string | undefined,
  region: string,
): RecordedVerdict {
  return verdictOf(item, rule, region) ?? { at: item.capturedAt, complianceType: undefined };
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
