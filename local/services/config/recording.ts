import type {
  ConfigurationRecorder,
  ConfigurationRecorderStatus,
  ResourceType,
} from "@aws-sdk/client-config-service";
import type { EncryptionConfig } from "@aws-sdk/client-xray";
import type { EventBus, RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { day, minute, second } from "../../account/clock";
import { hex } from "../../account/ids";
import {
  diffItems,
  encryptionConfigType,
  resourceComplianceType,
  type ConfigurationItem,
  type ConfigurationItemDiff,
} from "./items";
import type { CloudTrail } from "../cloudtrail/cloudtrail";
import type { Xray } from "../xray/xray";
import type { RecorderState } from "./delivered-files";
import type { Delivery } from "./delivery";
import type { History } from "./history";
import type { Rules } from "./rules/rules";
import { isRecordedIn } from "./region-coverage";
import { checkRecordingGroup, records, strategyOf, type RecordingGroup } from "./recording-group";

interface Recorder {
  name: string;
  roleArn: string;
  recordingGroup: RecordingGroup;
  frequency: "CONTINUOUS" | "DAILY";
  running: boolean;
  startedAt: Date | undefined;
  stoppedAt: Date | undefined;
  /** The error of the last attempt to read the setting; undefined if it succeeded. */
  failure: AwsError | undefined;
  statusAt: Date | undefined;
}

/** AWS says that a change is recorded within minutes. */
const recordingDelay = minute;
const ruleDelay = 5 * second;

/** The recorder of a Region. */
export class Recording implements RecorderState {
  private recorder: Recorder | undefined;

  constructor(
    private readonly region: RegionContext & {
      cloudtrail: CloudTrail;
      xray: Xray;
      events: EventBus;
      config: { history: History; delivery: Delivery; rules: Rules };
    },
  ) {}

  /** `PutConfigurationRecorder`: creates the recorder, or changes the one of that name. */
  putRecorder(options: {
    name: string;
    roleArn: string;
    recordingGroup: RecordingGroup;
    frequency?: "CONTINUOUS" | "DAILY";
  }): void {
    if (this.recorder !== undefined && this.recorder.name !== options.name) {
      throw new AwsError(
        "MaxNumberOfConfigurationRecordersExceededException",
        `Failed to put configuration recorder '${options.name}' because the maximum number of customer managed configuration recorders: 1 is reached.`,
      );
    }
    checkRecordingGroup(options.recordingGroup);
    this.recorder = {
      running: false,
      startedAt: undefined,
      stoppedAt: undefined,
      failure: undefined,
      statusAt: undefined,
      ...this.recorder,
      frequency: "CONTINUOUS",
      ...options,
    };
  }

  /** `PutConfigurationRecorder`, as somebody who may. CloudTrail keeps the call. */
  async putRecorderAs(principal: string, options: Parameters<Recording["putRecorder"]>[0]): Promise<void> {
    const { name, roleArn: roleARN, recordingGroup } = options;
    const call = {
      principal,
      source: "config.amazonaws.com",
      name: "PutConfigurationRecorder",
      requestParameters: { configurationRecorder: { name, roleARN, recordingGroup } },
    };
    await this.region.cloudtrail.recording(call, async () => {
      const resource = this.arnOf({ name });
      const action = "config:PutConfigurationRecorder";
      await this.region.account.authorization.require({ principal, action, resource });
      this.putRecorder(options);
      return undefined;
    });
  }

  /** `DeleteConfigurationRecorder`, as somebody who may. What it recorded stays. CloudTrail keeps the call. */
  async deleteRecorder(principal: string, name: string): Promise<void> {
    const call = {
      principal,
      source: "config.amazonaws.com",
      name: "DeleteConfigurationRecorder",
      requestParameters: { configurationRecorderName: name },
    };
    await this.region.cloudtrail.recording(call, async () => {
      await this.authorize(principal, "config:DeleteConfigurationRecorder", [this.named(name)]);
      this.recorder = undefined;
      return undefined;
    });
  }

  /** `StartConfigurationRecorder`. Records from now on, and first discovers what exists. */
  start(name: string): void {
    const recorder = this.named(name);
    if (!this.region.config.delivery.available) {
      throw new AwsError(
        "NoAvailableDeliveryChannelException",
        "Delivery channel is not available to start configuration recorder.",
      );
    }
    if (!recorder.running) recorder.startedAt = this.region.account.clock.now();
    recorder.running = true;
    this.settingChanged();
  }

  /** `StopConfigurationRecorder` */
  stop(name: string): void {
    const recorder = this.named(name);
    if (recorder.running) recorder.stoppedAt = this.region.account.clock.now();
    recorder.running = false;
  }

  /** `DescribeConfigurationRecorders` */
  async describe(principal: string, names: readonly string[] = []): Promise<ConfigurationRecorder[]> {
    const found = this.asked(names);
    await this.authorize(principal, "config:DescribeConfigurationRecorders", found);
    return found.map((recorder) => ({
      arn: this.arnOf(recorder),
      name: recorder.name,
      roleARN: recorder.roleArn,
      recordingGroup: {
        allSupported: recorder.recordingGroup.allSupported ?? false,
        includeGlobalResourceTypes: recorder.recordingGroup.includeGlobalResourceTypes ?? false,
        resourceTypes: (recorder.recordingGroup.resourceTypes ?? []) as ResourceType[],
        exclusionByResourceTypes: {
          resourceTypes: (recorder.recordingGroup.exclusionByResourceTypes ?? []) as ResourceType[],
        },
        recordingStrategy: { useOnly: strategyOf(recorder.recordingGroup) },
      },
      recordingMode: { recordingFrequency: recorder.frequency, recordingModeOverrides: [] },
      recordingScope: "PAID",
    }));
  }

  /** `DescribeConfigurationRecorderStatus` */
  async describeStatus(
    principal: string,
    names: readonly string[] = [],
  ): Promise<ConfigurationRecorderStatus[]> {
    const found = this.asked(names);
    await this.authorize(principal, "config:DescribeConfigurationRecorderStatus", found);
    return found.map((recorder) => ({
      arn: this.arnOf(recorder),
      name: recorder.name,
      recording: recorder.running,
      lastStatus:
        recorder.failure !== undefined
          ? ("Failure" as const)
          : recorder.statusAt === undefined
            ? ("Pending" as const)
            : ("Success" as const),
      ...(recorder.startedAt && { lastStartTime: recorder.startedAt }),
      ...(recorder.stoppedAt && { lastStopTime: recorder.stoppedAt }),
      ...(recorder.statusAt && { lastStatusChangeTime: recorder.statusAt }),
      ...(recorder.failure && {
        lastErrorCode: recorder.failure.code,
        lastErrorMessage: recorder.failure.message,
      }),
    }));
  }

  /** `StartConfigurationRecorder` and `StopConfigurationRecorder`, if principal may call them. CloudTrail keeps both. */
  async switch(principal: string, name: string, on: boolean): Promise<undefined> {
    const operation = on ? "StartConfigurationRecorder" : "StopConfigurationRecorder";
    const call = {
      principal,
      source: "config.amazonaws.com",
      name: operation,
      requestParameters: { configurationRecorderName: name },
    };
    return this.region.cloudtrail.recording(call, async () => {
      await this.authorize(principal, `config:${operation}`, [this.named(name)]);
      if (on) this.start(name);
      else this.stop(name);
      return undefined;
    });
  }

  get running(): boolean {
    return this.recorder?.running ?? false;
  }

  get exists(): boolean {
    return this.recorder !== undefined;
  }

  get roleArn(): string | undefined {
    return this.recorder?.roleArn;
  }

  /** The recorder's name; empty if there is no recorder. */
  get name(): string {
    return this.recorder?.name ?? "";
  }

  /** Called when X-Ray's setting has changed. AWS Config notices some time later. */
  settingChanged(): void {
    const delay = this.recorder?.frequency === "DAILY" ? day : recordingDelay;
    this.region.account.clock.after(delay, () => this.capture());
  }

  /** Reads X-Ray's setting and records it, if its type is recorded and it differs from the latest item. */
  async capture(): Promise<void> {
    const why = this.whyNotRecorded(encryptionConfigType);
    if (why !== undefined) {
      this.region.skipped(
        `AWS Config did not record ${encryptionConfigType} in ${this.region.name}: ${why}.`,
      );
      return;
    }
    let setting: EncryptionConfig | undefined;
    try {
      const roleArn = await this.region.config.delivery.assumeRole();
      setting = (await this.region.xray.getEncryptionConfig(roleArn)).EncryptionConfig;
      this.note(undefined);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.note(error);
      this.region.failure(
        `AWS Config could not read ${encryptionConfigType} in ${this.region.name}: ${error.message}.`,
      );
      return;
    }
    const item = this.item(encryptionConfigType, "default", this.region.arn("xray", "encryption-config"), {
      type: setting?.Type,
      ...(setting?.KeyId === undefined ? {} : { keyId: setting.KeyId }),
    });
    const before = this.region.config.history.latest(encryptionConfigType, "default");
    if (before !== undefined && JSON.stringify(before.configuration) === JSON.stringify(item.configuration))
      return;
    const diff = diffItems(before, item);
    const { journal, clock } = this.region.account;
    journal.record("change", {
      at: clock.iso(),
      region: this.region.name,
      ...diff,
      configuration: item.configuration,
    });
    await this.record(item, diff);
    // Only the rules that exist now. A rule created meanwhile evaluates by itself what was recorded before it.
    const rules = this.region.config.rules.list();
    clock.after(ruleDelay, () =>
      this.region.config.rules.itemChanged(rules, item, before === undefined ? null : diff),
    );
  }

  /** Records a resource's verdict as an item, if that type is recorded. AWS Config keeps no other history of verdicts. */
  async recordCompliance(
    resourceType: string,
    resourceId: string,
    configuration: Record<string, unknown>,
  ): Promise<void> {
    if (this.whyNotRecorded(resourceComplianceType) !== undefined) return;
    const id = `${resourceType}/${resourceId}`;
    const item = this.item(
      resourceComplianceType,
      id,
      this.region.arn("config", `resource-compliance/${id}`),
      configuration,
    );
    await this.record(item, diffItems(this.region.config.history.latest(resourceComplianceType, id), item));
  }

  /** The reason why a type is not recorded, as a clause; undefined if it is recorded. */
  whyNotRecorded(resourceType: string): string | undefined {
    if (this.recorder === undefined) return "the Region has no recorder";
    if (!this.recorder.running) return `recorder ${this.recorder.name} is not running`;
    if (resourceType === encryptionConfigType && !isRecordedIn(this.region.name)) {
      return "it does not record the type in this Region";
    }
    return records(this.recorder.recordingGroup, resourceType)
      ? undefined
      : `recorder ${this.recorder.name} does not record ${resourceType}`;
  }

  private item(
    resourceType: string,
    resourceId: string,
    arn: string,
    configuration: Record<string, unknown>,
  ): ConfigurationItem {
    const now = this.region.account.clock.now();
    return {
      relatedEvents: [],
      relationships: [],
      configuration,
      supplementaryConfiguration: {},
      tags: {},
      configurationItemVersion: "1.3",
      configurationItemCaptureTime: now.toISOString(),
      configurationStateId: now.getTime(),
      awsAccountId: this.region.account.id,
      configurationItemStatus:
        this.region.config.history.latest(resourceType, resourceId) === undefined
          ? "ResourceDiscovered"
          : "OK",
      resourceType,
      resourceId,
      resourceName: null,
      ARN: arn,
      awsRegion: this.region.name,
      availabilityZone: "Regional",
      configurationStateMd5Hash: "",
      resourceCreationTime: null,
    };
  }

  private async record(item: ConfigurationItem, diff: ConfigurationItemDiff): Promise<void> {
    this.region.config.history.add(item);
    const message = {
      configurationItemDiff: diff,
      configurationItem: item,
      notificationCreationTime: this.region.account.clock.iso(),
      messageType: "ConfigurationItemChangeNotification",
      recordVersion: "1.3",
    };
    const done = diff.changeType === "CREATE" ? "Created" : "Updated";
    await this.region.config.delivery.stream(
      `[AWS Config:${this.region.name}] ${item.resourceType} ${item.resourceId} ${done} in Account ${item.awsAccountId}`.slice(
        0,
        100,
      ),
      message,
    );
    await this.region.events.put({
      source: "aws.config",
      detailType: "Config Configuration Item Change",
      resources: [item.ARN],
      detail: message,
    });
  }

  private note(failure: AwsError | undefined): void {
    if (this.recorder === undefined) return;
    this.recorder.failure = failure;
    this.recorder.statusAt = this.region.account.clock.now();
  }

  private asked(names: readonly string[]): Recorder[] {
    if (names.length > 0) return names.map((name) => this.named(name));
    return this.recorder === undefined ? [] : [this.recorder];
  }

  private async authorize(principal: string, action: string, recorders: Recorder[]): Promise<void> {
    for (const recorder of recorders) {
      const resource = this.arnOf(recorder);
      await this.region.account.authorization.require({ principal, action, resource });
    }
  }

  private arnOf({ name }: Pick<Recorder, "name">): string {
    return this.region.arn("config", `configuration-recorder/${name}/${hex(8, this.region.name, name)}`);
  }

  private named(name: string): Recorder {
    if (this.recorder?.name === name) return this.recorder;
    throw new AwsError(
      "NoSuchConfigurationRecorderException",
      `Cannot find configuration recorder with the specified name '${name}'.`,
    );
  }
}
