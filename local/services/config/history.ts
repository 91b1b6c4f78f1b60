import type {
  ConfigurationItem as ApiItem,
  DescribeRetentionConfigurationsRequest,
  DescribeRetentionConfigurationsResponse,
  GetResourceConfigHistoryRequest,
  GetResourceConfigHistoryResponse,
  ListDiscoveredResourcesRequest,
  ListDiscoveredResourcesResponse,
  ResourceType,
} from "@aws-sdk/client-config-service";
import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { pageOf } from "../../endpoint/paging";
import type { ConfigurationItem } from "./items";

/** All configuration items of a Region, oldest first, and the calls that read them. */
export class History {
  private readonly items: ConfigurationItem[] = [];
  /** How long items are kept, if that is configured. */
  retentionDays: number | undefined;

  constructor(private readonly region: RegionContext) {}

  add(item: ConfigurationItem): void {
    this.items.push(item);
  }

  /** All items of all types, oldest first. */
  all(): readonly ConfigurationItem[] {
    return this.items;
  }

  latest(resourceType: string, resourceId: string): ConfigurationItem | undefined {
    return this.items.findLast(
      (item) => item.resourceType === resourceType && item.resourceId === resourceId,
    );
  }

  /** The latest item of each resource of a type. */
  latestOfType(resourceType: string): ConfigurationItem[] {
    const ids = new Set(
      this.items.filter((item) => item.resourceType === resourceType).map((item) => item.resourceId),
    );
    return [...ids].flatMap((id) => this.latest(resourceType, id) ?? []);
  }

  /** Newest first, unless the request asks for `Forward`. */
  async getResourceConfigHistory(
    principal: string,
    request: GetResourceConfigHistoryRequest,
  ): Promise<GetResourceConfigHistoryResponse> {
    await this.authorize(principal, "config:GetResourceConfigHistory");
    const ofResource = this.items.filter(
      (item) => item.resourceType === request.resourceType && item.resourceId === request.resourceId,
    );
    if (ofResource.length === 0) {
      throw new AwsError(
        "ResourceNotDiscoveredException",
        `Resource ${request.resourceId} of resourceType:${request.resourceType} is unknown or has not been discovered`,
      );
    }
    const inRange = ofResource.filter((item) => {
      const time = Date.parse(item.configurationItemCaptureTime);
      return (
        (request.laterTime === undefined || time <= request.laterTime.getTime()) &&
        (request.earlierTime === undefined || time >= request.earlierTime.getTime())
      );
    });
    if (request.chronologicalOrder !== "Forward") inRange.reverse();
    const { page, nextToken } = paged(inRange, request.limit ?? 10, request.nextToken);
    return { configurationItems: page.map(toApi), ...nextToken };
  }

  async listDiscoveredResources(
    principal: string,
    request: ListDiscoveredResourcesRequest,
  ): Promise<ListDiscoveredResourcesResponse> {
    await this.authorize(principal, "config:ListDiscoveredResources");
    const found = this.latestOfType(request.resourceType ?? "").filter(
      ({ resourceId }) => request.resourceIds === undefined || request.resourceIds.includes(resourceId),
    );
    const { page, nextToken } = paged(found, request.limit ?? 100, request.nextToken);
    return {
      resourceIdentifiers: page.map(({ resourceType, resourceId }) => ({
        resourceType: resourceType as ResourceType,
        resourceId,
      })),
      ...nextToken,
    };
  }

  async describeRetentionConfigurations(
    principal: string,
    request: DescribeRetentionConfigurationsRequest,
  ): Promise<DescribeRetentionConfigurationsResponse> {
    await this.authorize(principal, "config:DescribeRetentionConfigurations");
    const name = request.RetentionConfigurationNames?.find(
      (one) => one !== "default" || this.retentionDays === undefined,
    );
    if (name !== undefined) {
      throw new AwsError(
        "NoSuchRetentionConfigurationException",
        `Cannot find retention configuration with the specified name '${name}'.`,
      );
    }
    return {
      RetentionConfigurations:
        this.retentionDays === undefined
          ? []
          : [{ Name: "default", RetentionPeriodInDays: this.retentionDays }],
    };
  }

  private async authorize(principal: string, action: string): Promise<void> {
    await this.region.account.authorization.require({ principal, action, resource: "*" });
  }
}

function paged<T>(
  all: T[],
  limit: number,
  token: string | undefined,
): { page: T[]; nextToken: { nextToken?: string } } {
  if (limit < 0 || limit > 100)
    throw new AwsError("InvalidLimitException", `The limit ${limit} is outside 0 to 100.`);
  const { page, next } = pageOf(all, limit === 0 ? 10 : limit, token);
  return { page, nextToken: next === undefined ? {} : { nextToken: next } };
}

/** An item as the API returns it. Names differ from those in notifications, and the configuration is JSON in a string. */
function toApi(item: ConfigurationItem): ApiItem {
  return {
    version: item.configurationItemVersion,
    accountId: item.awsAccountId,
    configurationItemCaptureTime: new Date(item.configurationItemCaptureTime),
    configurationItemStatus: item.configurationItemStatus,
    configurationStateId: String(item.configurationStateId),
    configurationItemMD5Hash: item.configurationStateMd5Hash,
    arn: item.ARN,
    resourceType: item.resourceType as ResourceType,
    resourceId: item.resourceId,
    awsRegion: item.awsRegion,
    availabilityZone: item.availabilityZone,
    tags: item.tags,
    relatedEvents: item.relatedEvents,
    relationships: [],
    configuration: JSON.stringify(item.configuration),
    supplementaryConfiguration: {},
  };
}
