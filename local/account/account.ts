import { Authorization } from "./authorization";
import { Clock } from "./clock";
import { Journal } from "./journal";
import { FaultInjection } from "../endpoint/fault-injection";
import { partitionOf } from "./partition";
import { RealTime } from "./real-time";
import { CloudTrail } from "../services/cloudtrail/cloudtrail";
import { CloudWatch } from "../services/cloudwatch/cloudwatch";
import { Config } from "../services/config/config";
import { DynamoDb } from "../services/dynamodb/dynamodb";
import { Events } from "../services/events/events";
import { Iam } from "../services/iam/iam";
import { Kms } from "../services/kms/kms";
import { Lambda } from "../services/lambda/lambda";
import { Logs } from "../services/logs/logs";
import type { Organization } from "../services/organizations/organization";
import { S3 } from "../services/s3/s3";
import { type ProvidedTopic, Sns } from "../services/sns/sns";
import { Sqs } from "../services/sqs/sqs";
import { Ssm } from "../services/ssm/ssm";
import { Trails } from "../services/cloudtrail/trails";
import { Xray } from "../services/xray/xray";

export interface AccountOptions {
  /** Twelve digits. */
  id?: string;
  /** The Region of resources that name none. */
  defaultRegion: string;
  /** Where the virtual clock starts. */
  start?: Date;
  /** Whether each Region has a recorder before the stack is deployed. */
  existingRecorder?: boolean;
  /** Whether a trail of the account's organization logs management events. */
  organizationTrail?: boolean;
  /** The organization that it is in; undefined for an account of its own. */
  organization?: Organization;
  /** The name of a bucket of a log archive account, which lets AWS Config deliver for this one. */
  historyBucket?: string | undefined;
  /** Topics that are there before the stack is deployed, of this account or of others. */
  notifyTopics?: ProvidedTopic[];
  /**
   * Treat unknown access keys as the administrator (`--serve`, where people use dummy credentials). Otherwise they are
   * rejected with UnrecognizedClientException.
   */
  anyAccessKey?: boolean;
}

/** What the account needs of the endpoint that serves it. */
interface ServingEndpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** The account that there is unless a program names another. */
export const localAccountId = "123456789012";

/** One Region of the account, with its services. */
export class Region {
  readonly faultInjection = new FaultInjection();
  readonly cloudtrail: CloudTrail;
  readonly kms: Kms;
  readonly xray: Xray;
  readonly sns: Sns;
  readonly logs: Logs;
  readonly cloudwatch: CloudWatch;
  readonly sqs: Sqs;
  readonly dynamodb: DynamoDb;
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
    this.sqs = new Sqs(this);
    this.dynamodb = new DynamoDb(this);
    this.lambda = new Lambda(this);
    this.events = new Events(this);
    this.ssm = new Ssm(this);
    this.config = new Config(this);
  }

  /** The ARN of a resource of this account in this Region. */
  arn(service: string, resource: string): string {
    return `arn:${this.account.partition}:${service}:${this.name}:${this.account.id}:${resource}`;
  }

  /** Records an unexpected failure. */
  failure(message: string): void {
    this.account.journal.record("failure", { at: this.account.clock.iso(), region: this.name, message });
  }

  /** Records what AWS does not do and reports no error for, with the reason. */
  skipped(message: string): void {
    this.account.journal.record("skipped", { at: this.account.clock.iso(), region: this.name, message });
  }
}

/** A simulated AWS account: IAM and S3 are global, the other services are per Region; one clock, one journal. */
export class Account {
  readonly id: string;
  readonly partition: string;
  readonly defaultRegion: string;
  readonly clock: Clock;
  readonly journal = new Journal();
  readonly iam: Iam;
  readonly s3: S3;
  readonly trails: Trails;
  readonly organization: Organization | undefined;
  readonly authorization: Authorization;
  /** The role of the account's user. It may do everything. */
  readonly administrator: string;
  /** The accounts that one endpoint answers for, this one included. */
  private together: Account[] = [this];
  private readonly opened = new Map<string, Promise<Region>>();
  private readonly regions = new Map<string, Region>();
  private endpoint: ServingEndpoint | undefined;
  private realTime: RealTime | undefined;

  /** @param prepare sets up what a Region has before the stack is deployed */
  constructor(
    private readonly options: AccountOptions,
    private readonly prepare: (region: Region) => Promise<void> = async () => {},
  ) {
    this.id = options.id ?? localAccountId;
    this.defaultRegion = options.defaultRegion;
    this.partition = partitionOf(options.defaultRegion).partition;
    this.clock = new Clock(options.start ?? new Date("2026-01-05T09:00:00.000Z"));
    this.iam = new Iam(this.id, this.partition, this.clock);
    this.organization = options.organization;
    this.authorization = new Authorization(this.id, this.iam, this.organization);
    this.organization?.join(this);
    this.s3 = new S3(this);
    this.trails = new Trails(this);
    if (options.organizationTrail === true) this.trails.provideOrganizationTrail();
    this.administrator = this.iam.createRole("Administrator", undefined).arn;
    this.iam.putRolePolicy("Administrator", "Everything", {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    });
  }

  /** Sets the endpoint through which AWS clients reach the account. It is closed with the account. */
  servedBy(endpoint: ServingEndpoint): void {
    this.endpoint = endpoint;
  }

  /** Is served by the endpoint of another account from now on, until that one is closed. */
  join(other: Account): void {
    this.together = other.together;
    this.together.push(this);
    this.servedBy({ url: other.endpointUrl, close: async () => {} });
  }

  /** The account of this ID that is reached at the same endpoint. */
  neighbour(id: string): Account | undefined {
    return this.together.find((account) => account.id === id);
  }

  /** The account that issued an access key, among those that are reached at the same endpoint; this one for an unknown key. */
  issuerOf(accessKey: string): Account {
    return this.together.find(({ iam }) => iam.principalOf(accessKey) !== undefined) ?? this;
  }

  /** `http://127.0.0.1:…`, where AWS clients reach the account. */
  get endpointUrl(): string {
    if (this.endpoint === undefined) throw new Error("The account is not open.");
    return this.endpoint.url;
  }

  /** The ARN of the role that an access key belongs to; undefined for an unknown key. */
  principalOf(accessKey: string): string | undefined {
    return (
      this.iam.principalOf(accessKey) ?? (this.options.anyAccessKey === true ? this.administrator : undefined)
    );
  }

  /** Advances the clock with real time from now on, until the account is closed. */
  startRealTime(): void {
    this.realTime ??= new RealTime(this.clock, (error) => {
      const message = `The local account failed: ${error instanceof Error ? error.message : String(error)}`;
      this.journal.record("failure", { at: this.clock.iso(), region: this.defaultRegion, message });
    });
  }

  /** Advances the clock and runs everything that becomes due. */
  async advance(milliseconds: number): Promise<void> {
    await (this.realTime ?? { advance: (by: number) => this.clock.advanceBy(by) }).advance(milliseconds);
  }

  /** A Region. It is opened and prepared on the first request. */
  region(name: string): Promise<Region> {
    let opening = this.opened.get(name);
    if (opening === undefined) {
      opening = this.openRegion(name);
      this.opened.set(name, opening);
    }
    return opening;
  }

  /** The Regions opened so far, sorted by name. */
  openRegions(): Region[] {
    return [...this.regions.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  /**
   * Checks that a service may assume a role, by the role's trust policy.
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
    this.clock.stop();
    for (const region of this.regions.values()) region.lambda.stop();
    await this.endpoint?.close();
  }

  private async openRegion(name: string): Promise<Region> {
    const region = new Region(this, name);
    this.regions.set(name, region);
    await this.prepare(region);
    return region;
  }
}
