import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  type ConfigExportDeliveryInfo,
  type ConfigurationItem,
  DescribeConfigRulesCommand,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
  DescribeDeliveryChannelStatusCommand,
  GetResourceConfigHistoryCommand,
  ListDiscoveredResourcesCommand,
  type ListDiscoveredResourcesCommandOutput,
  type ResourceIdentifier,
} from "@aws-sdk/client-config-service";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { GetEncryptionConfigCommand, GetTraceSegmentDestinationCommand } from "@aws-sdk/client-xray";
import type { Clients } from "./clients";
import { beforeDeadline } from "./deadline";
import type { KeyDescription } from "./decision/key-description";
import type { ChannelState, RuleState } from "./decision/control";
import type { RecorderState } from "./decision/recorder";
import { encryptionConfigType, type EncryptionSetting, parseSetting } from "./decision/setting";
import { clip, printable, quoted } from "./decision/text";
import { LookUpError } from "./errors";
import type { ItemHead } from "./parse/item";

/** X-Ray's current encryption setting. */
export interface LiveSetting {
  setting: EncryptionSetting;
  /** Whether X-Ray is still applying the setting (`Status: UPDATING`). */
  updating: boolean;
}

/** Where X-Ray sends spans. */
export type SpanDestination = "XRay" | "CloudWatchLogs" | "unreadable";

/** The log group where Transaction Search stores spans. */
export const spansLogGroupName = "aws/spans";

/** The look-ups in AWS that an evaluation may need. */
export interface LookUps {
  /** @throws LookUpError, InvalidEncryptionSettingError */
  liveSetting(): Promise<LiveSetting>;
  /** No verdict depends on it alone, so every error becomes `unreadable`. */
  spanDestination(): Promise<SpanDestination>;
  /** Describes a key by key ID, key ARN, alias name or alias ARN. The decision judges whether an error matters. */
  describeKey(reference: string): Promise<KeyDescription>;
  /** The IDs of the encryption settings that AWS Config has discovered. @throws LookUpError */
  discovered(): Promise<string[]>;
  /** The newest item that AWS Config recorded up to a summary's capture time. @throws LookUpError */
  recordedItem(summary: ItemHead): Promise<ConfigurationItem>;
  /** The encryption of the log group that stores spans. @throws LookUpError, InvalidEncryptionSettingError */
  spansSetting(): Promise<EncryptionSetting>;
  /** The Region's recorders; undefined where they could not be read. No verdict depends on it, as on the next two. */
  recorders(): Promise<RecorderState[] | undefined>;
  /** Its delivery channels, of which AWS Config allows one. */
  channels(): Promise<ChannelState[] | undefined>;
  rule(name: string): Promise<RuleState | "gone" | undefined>;
}

/** Look-ups with the SDK. Each fails with a DeadlineError when the signal aborts. */
export function lookUpsBy(clients: Clients, signal: AbortSignal): LookUps {
  return {
    liveSetting: () =>
      needed("X-Ray's encryption setting", "xray:GetEncryptionConfig", signal, async (options) => {
        const { EncryptionConfig } = await clients.xray().send(new GetEncryptionConfigCommand({}), options);
        return EncryptionConfig;
      }).then((answer) => ({
        setting: parseSetting(answer, "EncryptionConfig"),
        updating: isUpdating(answer?.Status),
      })),

    spanDestination: () =>
      optional<SpanDestination>(
        signal,
        async (options) => {
          const { Destination } = await clients
            .xray()
            .send(new GetTraceSegmentDestinationCommand({}), options);
          return Destination === "XRay" || Destination === "CloudWatchLogs" ? Destination : "unreadable";
        },
        () => "unreadable",
      ),

    describeKey: (reference) =>
      optional<KeyDescription>(
        signal,
        async (options) => {
          const { KeyMetadata } = await clients
            .kms()
            .send(new DescribeKeyCommand({ KeyId: reference }), options);
          const { Arn = "", KeyState = "", KeyManager = "" } = KeyMetadata ?? {};
          // The SDK does not check types. Without this check, another type would cause a TypeError elsewhere.
          if ([Arn, KeyState, KeyManager].some((value: unknown) => typeof value !== "string")) {
            throw new TypeError("KMS described the key with values that are not strings");
          }
          return { found: "key", arn: Arn, state: KeyState, manager: KeyManager };
        },
        (error) =>
          nameOf(error) === "NotFoundException"
            ? { found: "nothing" }
            : { found: "unreadable", why: explain(error) },
      ),

    discovered: () =>
      needed("what AWS Config discovered", "config:ListDiscoveredResources", signal, async (options) => {
        const ids: string[] = [];
        let nextToken: string | undefined;
        do {
          const page = await clients
            .config()
            .send(
              new ListDiscoveredResourcesCommand({ resourceType: encryptionConfigType, nextToken }),
              options,
            );
          ids.push(...identifiersIn(page).map(({ resourceId }) => requireId(resourceId)));
          nextToken = page.nextToken;
        } while (nextToken !== undefined && nextToken !== "");
        return ids;
      }),

    recordedItem: (summary) =>
      needed("the recorded item", "config:GetResourceConfigHistory", signal, async (options) => {
        let nextToken: string | undefined;
        do {
          const page = await clients.config().send(
            new GetResourceConfigHistoryCommand({
              resourceType: encryptionConfigType,
              resourceId: summary.resourceId,
              laterTime: summary.captureTime,
              limit: 1,
              nextToken,
            }),
            options,
          );
          const [item] = page.configurationItems ?? [];
          if (item) return item;
          // A page may be empty although another follows.
          nextToken = page.nextToken;
        } while (nextToken !== undefined && nextToken !== "");
        throw new LookUpError(
          `AWS Config has no item of ${quoted(summary.resourceId)} from ${summary.captureTime.toISOString()} or before; expected the announced item.`,
        );
      }),

    spansSetting: () =>
      needed("the key of log group aws/spans", "logs:DescribeLogGroups", signal, async (options) => {
        const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: spansLogGroupName, limit: 50 });
        const { logGroups = [] } = await clients.logs().send(command, options);
        const group = logGroups.find(({ logGroupName }) => logGroupName === spansLogGroupName);
        if (group === undefined) {
          throw new LookUpError(
            "X-Ray sends spans to CloudWatch Logs, but there is no log group aws/spans; expected it to exist, to judge its key.",
          );
        }
        return group.kmsKeyId === undefined
          ? parseSetting({ type: "NONE" })
          : parseSetting({ type: "KMS", keyId: group.kmsKeyId }, "log group aws/spans");
      }),

    recorders: () =>
      optional(
        signal,
        async (options) => {
          const [described, statuses] = await Promise.all([
            clients.config().send(new DescribeConfigurationRecordersCommand({}), options),
            clients.config().send(new DescribeConfigurationRecorderStatusCommand({}), options),
          ]);
          return listed(described.ConfigurationRecorders).map(
            ({ name, servicePrincipal, recordingGroup = {} }) => {
              const status = listed(statuses.ConfigurationRecordersStatus).find((one) => one.name === name);
              return {
                running: status?.recording === true,
                startedAt: time(status?.lastStartTime),
                isManagedByService: servicePrincipal !== undefined,
                allSupported: recordingGroup.allSupported === true,
                strategy: recordingGroup.recordingStrategy?.useOnly,
                included: texts(recordingGroup.resourceTypes),
                excluded: texts(recordingGroup.exclusionByResourceTypes?.resourceTypes),
              };
            },
          );
        },
        () => undefined,
      ),

    channels: () =>
      optional(
        signal,
        async (options) => {
          const [described, statuses] = await Promise.all([
            clients.config().send(new DescribeDeliveryChannelsCommand({}), options),
            clients.config().send(new DescribeDeliveryChannelStatusCommand({}), options),
          ]);
          return listed(described.DeliveryChannels).map(({ name }) => {
            const status = listed(statuses.DeliveryChannelsStatus).find((one) => one.name === name);
            return {
              // What goes to the bucket. The stream is a copy for programs.
              deliveries: [status?.configHistoryDeliveryInfo, status?.configSnapshotDeliveryInfo].flatMap(
                (info) => deliveryIn(info ?? {}),
              ),
            };
          });
        },
        () => undefined,
      ),

    rule: (name) =>
      optional<RuleState | "gone" | undefined>(
        signal,
        async (options) => {
          const command = new DescribeConfigRulesCommand({ ConfigRuleNames: [name] });
          const [rule] = listed((await clients.config().send(command, options)).ConfigRules);
          if (rule === undefined) return "gone";
          return {
            state: text(rule.ConfigRuleState ?? "of no known state"),
            messageTypes: (rule.Source?.SourceDetails ?? []).flatMap(({ MessageType }) => MessageType ?? []),
            scope: texts(rule.Scope?.ComplianceResourceTypes),
          };
        },
        (error) => (nameOf(error) === "NoSuchConfigRuleException" ? "gone" : undefined),
      ),
  };
}

/** A list that AWS Config answers even where it is empty. An answer without it says nothing, and is not "none". */
function listed<T>(list: T[] | null | undefined): T[] {
  if (!Array.isArray(list)) throw new TypeError("AWS Config answered without a list");
  return list;
}

/** What AWS Config leaves out where there is nothing. */
function texts(list: unknown): string[] {
  return list === undefined || list === null ? [] : listed(list as unknown[]).map(text);
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new TypeError("AWS Config answered with no text");
  return value;
}

function time(value: unknown): Date | undefined {
  if (value === undefined || value === null || value instanceof Date) return value ?? undefined;
  throw new TypeError("AWS Config answered with no time");
}

function deliveryIn({
  lastStatus,
  lastAttemptTime,
  lastErrorCode,
}: ConfigExportDeliveryInfo): ChannelState["deliveries"] {
  if (lastAttemptTime === undefined) return [];
  const failure = lastStatus === "Failure" ? text(lastErrorCode ?? "without a reason") : undefined;
  return [{ at: lastAttemptTime.getTime(), failure }];
}

type SdkCall<T> = (options: { abortSignal: AbortSignal }) => Promise<T>;

function isUpdating(status: string | undefined): boolean {
  if (status === "UPDATING" || status === "ACTIVE") return status === "UPDATING";
  throw new LookUpError(
    `X-Ray answered with EncryptionConfig.Status ${quoted(status)}; expected "ACTIVE" or "UPDATING".`,
  );
}

/** A look-up that the verdict needs. */
async function needed<T>(what: string, action: string, signal: AbortSignal, call: SdkCall<T>): Promise<T> {
  try {
    return await beforeDeadline(signal, call);
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof LookUpError) {
      throw cause;
    }
    throw new LookUpError(
      `Cannot read ${what} (${explain(cause)}): expected the evaluator's role to be allowed ${action}, and AWS to answer.`,
      { cause },
    );
  }
}

/** A look-up whose failure is a valid result. */
async function optional<T>(signal: AbortSignal, call: SdkCall<T>, failed: (error: unknown) => T): Promise<T> {
  try {
    return await beforeDeadline(signal, call);
  } catch (error) {
    signal.throwIfAborted();
    return failed(error);
  }
}

/**
 * The list, which AWS Config answers even where it is empty. A body without it, read as "no resources discovered", would report
 * the verdict on the account instead of the resource.
 */
function identifiersIn(
  answer: Partial<ListDiscoveredResourcesCommandOutput> | null | undefined,
): ResourceIdentifier[] {
  const resourceIdentifiers = answer?.resourceIdentifiers;
  if (!Array.isArray(resourceIdentifiers)) {
    throw new LookUpError(
      `AWS Config's answer has the resourceIdentifiers ${quoted(resourceIdentifiers)}; expected a list, if an empty one.`,
    );
  }
  return resourceIdentifiers;
}

function requireId(resourceId: string | undefined): string {
  if (typeof resourceId !== "string" || resourceId === "") {
    throw new LookUpError("AWS Config named a discovered resource without an id; expected one.");
  }
  return resourceId;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/**
 * Describes an SDK error in at most 300 characters. Its name is AWS's error code.
 *
 * @param secret what AWS may quote from the request, and no log may hold
 */
export function explain(error: unknown, secret = ""): string {
  if (!(error instanceof Error)) return "unknown error";
  const text = `${error.name}: ${error.message}`;
  return clip(printable(secret === "" ? text : text.replaceAll(secret, "...")), 300);
}
