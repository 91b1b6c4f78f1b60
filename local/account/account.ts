import { Authorization } from "./authorization";
import { Clock } from "./clock";
import { Journal } from "./journal";
import { FaultInjection } from "../endpoint/fault-injection";
import { partitionOf } from "./partition";
import { RealTime } from "./real-time";
import { CloudTrail } from "../services/cloudtrail/cloudtrail";
import { CloudWatch } from "../services/cloudwatch/cloudwatch";
import { Config } from "../services/config/config";
import { Events } from "../services/events/events";
import { Iam } from "../services/iam/iam";
import { Kms } from "../services/kms/kms";
import { Lambda } from "../services/lambda/lambda";
import { Logs } from "../services/logs/logs";
import { S3 } from "../services/s3/s3";
import { Sns } from "../services/sns/sns";
import { Ssm } from "../services/ssm/ssm";
import { Trails } from "../services/cloudtrail/trails";
import { Xray } from "../services/xray/xray";

export interface AccountOptions {
  /** The Region of resources that name none. */
  defaultRegion: string;
  /** Where the virtual clock starts. */
  start?: Date;
  /** Whether each Region already has a recorder of somebody else's when the stack arrives. */
  existingRecorder?: boolean;
  /** Whether a trail of the account's organization logs management events. */
  organizationTrail?: boolean;
  /**
   * Whether any access key that the account did not give out is the administrator's, as in an account that people try
   * things in with dummy credentials. Otherwise such a key is refused.
   */
  anyAccessKey?: boolean;
}

/** An endpoint, as the account sees it that it serves. */
interface Door {
  readonly url: string;
  close(): Promise<void>;
}

/** What the services of one Region have in common. */
export class Region {
  readonly outages = new FaultInjection();
  readonly cloudtrail: CloudTrail;
  readonly kms: Kms;
  readonly xray: Xray;
  readonly sns: Sns;
  readonly logs: Logs;
  readonly cloudwatch: CloudWatch;
  readonly lambda: Lambda;
  readonly events: Events;
  readonly ssm: Ssm;
  readonly config: Config;

  constructor(
    readonly account: Account,
    readonly name: string,
  ) {
    this.cloudtrail = new CloudTrail(this);
    this.kms = new Kms(this);
    this.xray = new Xray(this);
    this.sns = new Sns(this);
    this.logs = new Logs(this);
    this.cloudwatch = new CloudWatch(this);
    this.lambda = new Lambda(this);
    this.events = new Events(this);
    this.ssm = new Ssm(this);
    this.config = new Config(this);
  }

  /** The ARN of something of this account in this Region. */
  arn(service: string, resource: string): string {
    return `arn:${this.account.partition}:${service}:${this.name}:${this.account.id}:${resource}`;
  }

  /** Notes what should have worked and did not. */
  failure(message: string): void {
    this.account.journal.record("failure", { at: this.account.clock.iso(), region: this.name, message });
  }

  /** Notes what AWS leaves out without an error, and why. */
  skipped(message: string): void {
    this.account.journal.record("skipped", { at: this.account.clock.iso(), region: this.name, message });
  }
}

/** An AWS account in a box: IAM and S3 for all of it, the other services Region by Region, one clock, one journal. */
export class Account {
  readonly id = "123456789012";
  readonly partition: string;
  readonly defaultRegion: string;
  readonly clock: Clock;
  readonly journal = new Journal();
  readonly iam: Iam;
  readonly s3: S3;
  readonly trails: Trails;
  readonly authorization: Authorization;
  /** A role that may do everything: the person at the keyboard. */
  readonly administrator: string;
  private readonly opened = new Map<string, Promise<Region>>();
  private readonly regions = new Map<string, Region>();
  private door: Door | undefined;
  private realTime: RealTime | undefined;

  /** @param prepare puts into a Region what was there before the stack */
  constructor(
    private readonly options: AccountOptions,
    private readonly prepare: (region: Region) => Promise<void> = async () => {},
  ) {
    this.defaultRegion = options.defaultRegion;
    this.partition = partitionOf(options.defaultRegion).partition;
    this.clock = new Clock(options.start ?? new Date("2026-01-05T09:00:00.000Z"));
    this.iam = new Iam(this.id, this.partition, this.clock);
    this.authorization = new Authorization(this.id, this.iam);
    this.s3 = new S3(this);
    this.trails = new Trails(this);
    if (options.organizationTrail === true) this.trails.provideOrganizationTrail();
    this.administrator = this.iam.createRole("Administrator", undefined).arn;
    this.iam.putRolePolicy("Administrator", "Everything", {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    });
  }

  /** Where AWS clients reach the account from now on, until it is closed. */
  servedBy(door: Door): void {
    this.door = door;
  }

  /** `http://127.0.0.1:…`, where AWS clients reach the account. */
  get endpointUrl(): string {
    if (this.door === undefined) throw new Error("The account is not open.");
    return this.door.url;
  }

  /** Whose access key it is: a role's ARN; undefined for a key that is nobody's. */
  principalOf(accessKey: string): string | undefined {
    return (
      this.iam.principalOf(accessKey) ?? (this.options.anyAccessKey === true ? this.administrator : undefined)
    );
  }

  /** Has time pass by itself from now on, until the account is closed. */
  startRealTime(): void {
    this.realTime ??= new RealTime(this.clock, (error) => {
      const message = `The local account failed: ${error instanceof Error ? error.message : String(error)}`;
      this.journal.record("failure", { at: this.clock.iso(), region: this.defaultRegion, message });
    });
  }

  /** Lets time pass, and with it all that falls due. */
  async advance(milliseconds: number): Promise<void> {
    await (this.realTime ?? { advance: (by: number) => this.clock.advanceBy(by) }).advance(milliseconds);
  }

  /** A Region, with whatever was there before the stack. */
  region(name: string): Promise<Region> {
    let opening = this.opened.get(name);
    if (opening === undefined) {
      opening = this.openRegion(name);
      this.opened.set(name, opening);
    }
    return opening;
  }

  /** The Regions in which something was done, by name. */
  openRegions(): Region[] {
    return [...this.regions.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  /**
   * Lets a service take a role, if the role's trust policy does.
   *
   * @param context `aws:SourceAccount` and `aws:SourceArn` as that service sends them
   * @throws AwsError `AccessDeniedException`
   */
  async assume(service: string, roleArn: string, context: Record<string, string>): Promise<void> {
    await this.authorization.require({
      principal: service,
      action: "sts:AssumeRole",
      resource: roleArn,
      resourcePolicy: this.iam.trustPolicy(roleArn),
      context,
    });
  }

  async close(): Promise<void> {
    this.realTime?.stop();
    for (const region of this.regions.values()) region.lambda.stop();
    await this.door?.close();
  }

  private async openRegion(name: string): Promise<Region> {
    const region = new Region(this, name);
    this.regions.set(name, region);
    await this.prepare(region);
    return region;
  }
}
