import {
  type ConfigurationItem,
  paginateGetResourceConfigHistory,
  paginateListDiscoveredResources,
  type ResourceType,
} from "@aws-sdk/client-config-service";
import { AuditError } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
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
    for (const item of page.configurationItems ?? []) yield fromApi(item, region);
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

function fromApi(item: ConfigurationItem, region: string): RecordedItem {
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
  };
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
