import { isDeepStrictEqual } from "node:util";
import {
  type ConfigurationItem,
  paginateGetResourceConfigHistory,
  paginateListDiscoveredResources,
  type ResourceType,
} from "@aws-sdk/client-config-service";
import { AuditError } from "../aws/aws-call";
import { type Clients, type Read, readOf } from "../aws/clients";
import { listAll, pages } from "../aws/pages";

export { encryptionConfigType } from "../../rule/decision/setting";
export const resourceComplianceType = "AWS::Config::ResourceCompliance";

/** The parts of a configuration item that evidence needs. */
export interface RecordedItem {
  resourceType: string;
  resourceId: string;
  capturedAt: Date;
  /** `OK`, `ResourceDiscovered`, `ResourceNotRecorded`, `ResourceDeleted`, `ResourceDeletedNotRecorded`. */
  status: string;
  /** Parsed; undefined for an item without one, such as a deletion. */
  configuration: unknown;
  /** `configurationStateId`: which of the resource's states it records; undefined where AWS Config does not say. */
  stateId: string | undefined;
  /** Where it was read; undefined for an item of a delivered file. */
  read?: Read;
}

/** Which items to read. */
export interface ItemQuery {
  resourceType: string;
  resourceId: string;
  since?: Date | undefined;
  until?: Date | undefined;
  newestFirst?: boolean;
}

/**
 * The items that AWS Config recorded for one resource, read page by page as they are needed. There are none for a
 * resource that it never discovered.
 *
 * @throws AuditError
 */
export async function* readItems(clients: Clients, query: ItemQuery): AsyncGenerator<RecordedItem> {
  const { config, region } = clients;
  const call = {
    what: "the recorded history",
    action: "config:GetResourceConfigHistory",
    region,
    emptyOn: "ResourceNotDiscoveredException",
  };
  for await (const page of pages(call, paginateGetResourceConfigHistory, config, {
    resourceType: query.resourceType as ResourceType,
    resourceId: query.resourceId,
    ...(query.since && { earlierTime: query.since }),
    ...(query.until && { laterTime: query.until }),
    chronologicalOrder: query.newestFirst === true ? "Reverse" : "Forward",
    limit: 100,
  })) {
    for (const item of page.configurationItems ?? []) yield fromApi(item, region, readOf(page));
  }
}

/** The IDs of all resources of a type that AWS Config discovered, deleted ones included. @throws AuditError */
export async function discoveredIds({ config, region }: Clients, resourceType: string): Promise<string[]> {
  const resources = await listAll(
    { what: "what AWS Config discovered", action: "config:ListDiscoveredResources", region },
    paginateListDiscoveredResources,
    config,
    { resourceType: resourceType as ResourceType, includeDeletedResources: true },
    ({ resourceIdentifiers }) => resourceIdentifiers,
  );
  return [...new Set(resources.flatMap(({ resourceId }) => resourceId ?? []))];
}

function fromApi(item: ConfigurationItem, region: string, read: Read): RecordedItem {
  const { resourceType = "", resourceId = "", configurationItemCaptureTime, configurationItemStatus } = item;
  if (configurationItemCaptureTime === undefined || configurationItemStatus === undefined) {
    throw new AuditError(
      "unreadable",
      `AWS Config answered with an item of ${resourceId} in ${region} without capture time or status; expected both.`,
    );
  }
  return {
    resourceType,
    resourceId,
    capturedAt: configurationItemCaptureTime,
    status: configurationItemStatus,
    configuration: parseConfiguration(item.configuration, resourceId, region),
    stateId: item.configurationStateId,
    read,
  };
}

/** An item's name in sentences, and its identity: AWS Config records a resource at most once a millisecond. */
export function nameOf({
  resourceType,
  resourceId,
  capturedAt,
}: Pick<RecordedItem, "resourceType" | "resourceId" | "capturedAt">): string {
  return `Item ${resourceType} ${resourceId} of ${capturedAt.toISOString()}`;
}

/** How a delivered item differs from the one that AWS Config answers: a clause; undefined where it does not. */
export function differenceOf(recorded: RecordedItem, delivered: RecordedItem): string | undefined {
  if (recorded.status !== delivered.status) {
    return `status ${delivered.status} instead of ${recorded.status}`;
  }
  // The order of members does not matter, nor how an absent configuration is written.
  const [one, other] = [recorded, delivered].map(({ configuration }) => configuration ?? {});
  return isDeepStrictEqual(one, other)
    ? undefined
    : `configuration ${JSON.stringify(other)} instead of ${JSON.stringify(one)}`;
}

/** The configuration is JSON in a string; a deletion has none. */
function parseConfiguration(text: string | undefined, resourceId: string, region: string): unknown {
  if (text === undefined || text === "") return undefined;
  try {
    return (JSON.parse(text) as unknown) ?? undefined;
  } catch (cause) {
    throw new AuditError(
      "unreadable",
      `AWS Config answered with an item of ${resourceId} in ${region} whose configuration is not JSON.`,
      { cause },
    );
  }
}
