import type {
  Event,
  LookupAttribute,
  LookupEventsRequest,
  LookupEventsResponse,
} from "@aws-sdk/client-cloudtrail";
import type { EventBus, RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { day, second } from "../../account/clock";
import { uuid } from "../../account/ids";
import { pageOf } from "../../endpoint/paging";
import type { Trails } from "./trails";

/** A call, as reported by the service that received it. */
interface TrailRecord {
  /** A role's ARN. */
  principal: string;
  /** `xray.amazonaws.com` */
  source: string;
  /** The operation's name. */
  name: string;
  /** CloudTrail writes its members with a small first letter. */
  requestParameters: unknown;
  responseElements?: unknown;
  resources?: { type: string; name: string }[];
  error?: AwsError;
}

/** How long the event history reaches back (CloudTrail User Guide, "Working with event history"). */
const eventHistory = 90 * day;

/** How long a call takes to reach EventBridge. Seconds on AWS; the exact time is not documented. */
const deliveryTime = 3 * second;

/** CloudTrail's event history of one Region, of calls that write. On AWS an event appears there after minutes. */
export class CloudTrail {
  private readonly events: Event[] = [];

  constructor(private readonly region: RegionContext & { account: { trails: Trails }; events: EventBus }) {}

  /** Runs a call and records it with its caller, whether or not it succeeds. */
  async recording<T extends object | undefined>(
    call: Omit<TrailRecord, "error" | "responseElements">,
    run: () => Promise<T>,
  ): Promise<T> {
    try {
      const answer = await run();
      this.record({ ...call, responseElements: answer });
      return answer;
    } catch (error) {
      if (error instanceof AwsError) this.record({ ...call, error });
      throw error;
    }
  }

  /** Newest first. */
  async lookupEvents(principal: string, request: LookupEventsRequest): Promise<LookupEventsResponse> {
    const { account } = this.region;
    await account.authorization.require({ principal, action: "cloudtrail:LookupEvents", resource: "*" });
    const { StartTime, EndTime, MaxResults = 50, LookupAttributes = [] } = request;
    if (MaxResults < 1 || MaxResults > 50)
      throw new AwsError("InvalidMaxResultsException", `MaxResults must be 1 to 50, not ${MaxResults}.`);
    if (StartTime !== undefined && EndTime !== undefined && StartTime > EndTime)
      throw new AwsError("InvalidTimeRangeException", "StartTime must not be after EndTime.");
    if (LookupAttributes.length > 1)
      throw new AwsError(
        "InvalidLookupAttributesException",
        "You can only specify one lookup attribute at a time.",
      );
    const oldest = new Date(account.clock.now().getTime() - eventHistory);
    const since = StartTime !== undefined && StartTime > oldest ? StartTime : oldest;
    const found = this.events.filter(
      (event) =>
        event.EventTime !== undefined &&
        event.EventTime >= since &&
        (EndTime === undefined || event.EventTime <= EndTime) &&
        LookupAttributes.every((attribute) => matches(event, attribute)),
    );
    const { page, next } = pageOf(found.reverse(), MaxResults, request.NextToken);
    return { Events: page, ...(next === undefined ? {} : { NextToken: next }) };
  }

  private record(call: TrailRecord): void {
    const { account, name: region } = this.region;
    const { iam, clock } = account;
    const number = String(this.events.length);
    const session = iam.session(call.principal);
    const eventId = uuid("cloudtrail-event", region, number);
    const eventTime = clock.iso().replace(/\.\d+Z$/, "Z");
    const { accessKeyId } = iam.credentials(call.principal);
    const detail = {
      eventVersion: "1.11",
      userIdentity: {
        type: "AssumedRole",
        principalId: session.userId,
        arn: session.arn,
        accountId: account.id,
        accessKeyId,
        sessionContext: {
          sessionIssuer: {
            type: "Role",
            principalId: session.role.id,
            arn: call.principal,
            accountId: account.id,
            userName: session.role.name,
          },
        },
      },
      eventTime,
      eventSource: call.source,
      eventName: call.name,
      awsRegion: region,
      sourceIPAddress: "127.0.0.1",
      userAgent: "local-account",
      ...(call.error === undefined ? {} : { errorCode: call.error.code, errorMessage: call.error.message }),
      requestParameters: decapitalised(call.requestParameters),
      responseElements: call.error === undefined ? decapitalised(call.responseElements) : null,
      requestID: uuid("cloudtrail-request", region, number),
      eventID: eventId,
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: account.id,
      eventCategory: "Management",
    };
    this.tellEventBridge(call, detail);
    this.events.push({
      EventId: eventId,
      EventName: call.name,
      ReadOnly: "false",
      AccessKeyId: accessKeyId,
      // CloudTrail's times are in whole seconds.
      EventTime: new Date(eventTime),
      EventSource: call.source,
      Username: session.name,
      Resources: (call.resources ?? []).map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
      CloudTrailEvent: JSON.stringify(detail),
    });
  }

  /** Only calls that a trail logs reach EventBridge (EventBridge User Guide, "AWS service events delivered via CloudTrail"). */
  private tellEventBridge(call: TrailRecord, detail: unknown): void {
    const { account, name, events } = this.region;
    const [service = ""] = call.source.split(".");
    const detailType = "AWS API Call via CloudTrail";
    const event = { source: `aws.${service}`, detailType, resources: [], detail };
    if (account.trails.logIn(name)) account.clock.after(deliveryTime, () => events.put(event));
    else if (events.hasRuleFor(event)) {
      this.region.skipped(
        `EventBridge heard nothing of ${call.name} in ${name}: no trail logs management events there.`,
      );
    }
  }
}

function matches(event: Event, { AttributeKey, AttributeValue }: LookupAttribute): boolean {
  switch (AttributeKey) {
    case "EventId":
    case "EventName":
    case "EventSource":
    case "Username":
    case "ReadOnly":
    case "AccessKeyId":
      return event[AttributeKey] === AttributeValue;
    case "ResourceType":
    case "ResourceName":
      return (event.Resources ?? []).some((resource) => resource[AttributeKey] === AttributeValue);
    default:
      throw new AwsError(
        "InvalidLookupAttributesException",
        `There is no lookup attribute ${String(AttributeKey)}.`,
      );
  }
}

/** A copy whose members begin with a small letter, at every level. */
function decapitalised(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(decapitalised);
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), decapitalised(item)]),
  );
}
