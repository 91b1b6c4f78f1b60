import type { EncryptionConfig } from "@aws-sdk/client-xray";
import type { Region } from "../../account";
import { AwsError } from "../../aws-error";
import { day, minute, second } from "../../clock";
import {
  diffItems,
  encryptionConfigType,
  resourceComplianceType,
  type ConfigurationItem,
  type ConfigurationItemDiff,
} from "./items";
import { checkRecordingGroup, records, type RecordingGroup } from "./recording-group";

interface Recorder {
  name: string;
  roleArn: string;
  recordingGroup: RecordingGroup;
  frequency: "CONTINUOUS" | "DAILY";
  running: boolean;
}

/** AWS says that a change is recorded within minutes. */
const recordingDelay = minute;
const ruleDelay = 5 * second;

/** The recorder of a Region. */
export class Recording {
  private recorder: Recorder | undefined;

  constructor(private readonly region: Region) {}

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
    this.recorder = { frequency: "CONTINUOUS", running: this.recorder?.running ?? false, ...options };
  }

  /** `StartConfigurationRecorder`: from now on; what is there already is discovered first. */
  start(name: string): void {
    const recorder = this.named(name);
    if (!this.region.config.delivery.available) {
      throw new AwsError(
        "NoAvailableDeliveryChannelException",
        "Delivery channel is not available to start configuration recorder.",
      );
    }
    recorder.running = true;
    this.settingChanged();
  }

  /** `StopConfigurationRecorder` */
  stop(name: string): void {
    this.named(name).running = false;
  }

  get exists(): boolean {
    return this.recorder !== undefined;
  }

  get roleArn(): string | undefined {
    return this.recorder?.roleArn;
  }

  /** Called when X-Ray's setting changed: AWS Config sees it some time later. */
  settingChanged(): void {
    const delay = this.recorder?.frequency === "DAILY" ? day : recordingDelay;
    this.region.account.clock.after(delay, () => this.capture());
  }

  /** Looks at X-Ray's setting and records it, if it is to be recorded and is not what was recorded last. */
  async capture(): Promise<void> {
    const why = this.whyNotRecorded(encryptionConfigType);
    if (why !== undefined) {
      this.region.omission(
        `AWS Config did not record ${encryptionConfigType} in ${this.region.name}: ${why}.`,
      );
      return;
    }
    let setting: EncryptionConfig | undefined;
    try {
      const roleArn = await this.region.config.delivery.assumeRole();
      setting = (await this.region.xray.getEncryptionConfig(roleArn)).EncryptionConfig;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.region.trouble(
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
    journal.change({
      at: clock.iso(),
      region: this.region.name,
      ...diff,
      configuration: item.configuration,
    });
    await this.record(item, diff);
    // The rules that are there now; one that is created meanwhile judges what was recorded before it.
    const rules = this.region.config.rules.list();
    clock.after(ruleDelay, () =>
      this.region.config.rules.itemChanged(rules, item, before === undefined ? null : diff),
    );
  }

  /** Records the verdict on a resource as an item of its own, if that type is recorded: AWS Config keeps no other history of it. */
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

  /** Why a type is not recorded here, as a clause; undefined when it is. */
  whyNotRecorded(resourceType: string): string | undefined {
    if (this.recorder === undefined) return "the Region has no recorder";
    if (!this.recorder.running) return `recorder ${this.recorder.name} is not running`;
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

  private named(name: string): Recorder {
    if (this.recorder?.name === name) return this.recorder;
    throw new AwsError(
      "NoSuchConfigurationRecorderException",
      `Cannot find configuration recorder with the specified name '${name}'.`,
    );
  }
}
