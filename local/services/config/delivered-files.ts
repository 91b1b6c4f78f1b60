import { gzipSync } from "node:zlib";
import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { type Cancel, hour } from "../../account/clock";
import { uuid } from "../../account/ids";
import type { S3 } from "../s3/s3";
import type { History } from "./history";
import type { ConfigurationItem } from "./items";
import { frequencies } from "./rules/frequencies";

/** The parts of the recorder that others need: whether it exists and runs, and its role. */
export interface RecorderState {
  readonly exists: boolean;
  readonly running: boolean;
  readonly roleArn: string | undefined;
}

/** What a delivery needs: an identity to act as, and a topic to notify. */
interface Deliverer {
  asConfig(act: (principal: string, context: Record<string, string>) => Promise<void>): Promise<void>;
  stream(subject: string, message: unknown): Promise<void>;
}

/** The parts of a Region that delivery uses. */
export type DeliveringRegion = RegionContext & {
  account: { s3: S3 };
  config: { history: History; recording: RecorderState; delivery: Deliverer };
};

/** The result of a delivery. */
export interface DeliveryOutcome {
  at: Date;
  error: AwsError | undefined;
}

interface Destination {
  s3BucketName: string;
  s3KeyPrefix?: string;
  deliveryFrequency?: string;
}

/** AWS Config delivers the history of what changed every six hours (Developer Guide, "Delivering configuration history"). */
const historyInterval = 6 * hour;

/** The files that AWS Config puts into the delivery channel's bucket: history by type, and snapshots of all resources. */
export class DeliveredFiles {
  historyOutcome: (DeliveryOutcome & { next: Date }) | undefined;
  snapshotOutcome: (DeliveryOutcome & { next: Date }) | undefined;
  private destination: Destination | undefined;
  private endHistory: Cancel | undefined;
  private endSnapshots: Cancel | undefined;
  /** The number of history items that were delivered. */
  private delivered = 0;
  private snapshots = 0;

  constructor(private readonly region: DeliveringRegion) {}

  /** Delivers to this destination from now on, at regular intervals. */
  deliverTo(destination: Destination): void {
    const { clock } = this.region.account;
    this.endHistory ??= clock.every(historyInterval, () => this.deliverHistory());
    if (this.destination?.deliveryFrequency !== destination.deliveryFrequency || !this.endSnapshots) {
      this.endSnapshots?.();
      this.endSnapshots = clock.every(intervalOf(destination), async () => {
        if (this.region.config.recording.running) await this.deliverSnapshot();
      });
    }
    this.destination = destination;
  }

  /** Delivers no more. */
  end(): void {
    this.endHistory?.();
    this.endSnapshots?.();
    this.endHistory = this.endSnapshots = this.destination = undefined;
  }

  /** Delivers the items recorded since the last delivery, one file for each type. A failed delivery is repeated next time. */
  async deliverHistory(): Promise<void> {
    const { history } = this.region.config;
    const { clock } = this.region.account;
    const items = history.all().slice(this.delivered);
    if (items.length === 0) return;
    const next = new Date(clock.now().getTime() + historyInterval);
    try {
      for (const [type, ofType] of Map.groupBy(items, ({ resourceType }) => resourceType)) {
        const [first] = ofType;
        const from = first?.configurationItemCaptureTime ?? clock.iso();
        const key = this.keyOf("ConfigHistory", `${type}_${compact(from)}_${compact(clock.iso())}_1`);
        await this.put(key, { fileVersion: "1.0", configurationItems: ofType });
        await this.notify("ConfigurationHistoryDeliveryCompleted", key);
      }
      this.delivered += items.length;
      this.historyOutcome = { at: clock.now(), error: undefined, next };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.historyOutcome = { at: clock.now(), error, next };
      this.region.failure(
        `AWS Config could not deliver its history in ${this.region.name}: ${error.message}`,
      );
    }
  }

  /** Delivers the latest item of each resource and returns the snapshot's ID. A failure is recorded, not thrown. */
  async deliverSnapshot(): Promise<string> {
    const { clock } = this.region.account;
    const configSnapshotId = uuid("snapshot", this.region.name, String(++this.snapshots));
    const key = this.keyOf("ConfigSnapshot", `${compact(clock.iso())}_${configSnapshotId}`);
    const next = new Date(clock.now().getTime() + intervalOf(this.destination));
    try {
      await this.notify("ConfigurationSnapshotDeliveryStarted", undefined, configSnapshotId);
      await this.put(key, { fileVersion: "1.0", configSnapshotId, configurationItems: this.latestItems() });
      await this.notify("ConfigurationSnapshotDeliveryCompleted", key, configSnapshotId);
      this.snapshotOutcome = { at: clock.now(), error: undefined, next };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.snapshotOutcome = { at: clock.now(), error, next };
      this.region.failure(`AWS Config could not deliver a snapshot in ${this.region.name}: ${error.message}`);
    }
    return configSnapshotId;
  }

  private latestItems(): ConfigurationItem[] {
    const latest = new Map<string, ConfigurationItem>();
    for (const item of this.region.config.history.all()) {
      latest.set(JSON.stringify([item.resourceType, item.resourceId]), item);
    }
    return [...latest.values()];
  }

  /** AWS Config's layout: `AWSLogs/<account>/Config/<Region>/<year>/<month>/<day>/<kind>/…`, months and days without a zero. */
  private keyOf(kind: "ConfigHistory" | "ConfigSnapshot", rest: string): string {
    const { id, clock } = this.region.account;
    const now = clock.now();
    const date = [now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate()].join("/");
    const prefix = this.destination?.s3KeyPrefix;
    const { name } = this.region;
    const lead = prefix === undefined ? "" : `${prefix}/`;
    return `${lead}AWSLogs/${id}/Config/${name}/${date}/${kind}/${id}_Config_${name}_${kind}_${rest}.json.gz`;
  }

  private async put(key: string, document: unknown): Promise<void> {
    const bucket = this.destination?.s3BucketName ?? "";
    const body = gzipSync(JSON.stringify(document));
    await this.region.config.delivery.asConfig((principal, context) =>
      this.region.account.s3.putObject(
        principal,
        { bucket, key, body, contentType: "application/x-gzip" },
        { ...context, "s3:x-amz-acl": "bucket-owner-full-control" },
      ),
    );
  }

  private async notify(messageType: string, s3ObjectKey?: string, configSnapshotId?: string): Promise<void> {
    const { account, name } = this.region;
    const what = messageType.replace(/([a-z])([A-Z])/g, "$1 $2");
    await this.region.config.delivery.stream(
      `[AWS Config:${name}] ${what} for Account ${account.id}`.slice(0, 100),
      {
        ...(s3ObjectKey === undefined ? {} : { s3ObjectKey, s3Bucket: this.destination?.s3BucketName }),
        ...(configSnapshotId === undefined ? {} : { configSnapshotId }),
        notificationCreationTime: account.clock.iso(),
        messageType,
        recordVersion: "1.1",
      },
    );
  }
}

/** `20260105T090000Z` */
function compact(iso: string): string {
  return iso.replace(/[-:]|\.\d+/g, "");
}

function intervalOf(destination: Destination | undefined): number {
  return frequencies[destination?.deliveryFrequency ?? ""] ?? 24 * hour;
}
