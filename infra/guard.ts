import * as pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";
import { version } from "../package.json";
import { callerAccount } from "./aws-account";
import { GuardedRegion, type Shared } from "./guarded-region";
import type { GuardedRegionOutputs } from "./guarded-region-outputs";
import { evaluatorRole } from "./iam/evaluator-role";
import { eventDetectorRole } from "./iam/event-detector-role";
import { recorderRole } from "./iam/recorder-role";
import { remediationRole } from "./iam/remediation-role";
import { type RoleNeeds, ServiceRole } from "./iam/service-role";
import { checkNames } from "./limits/names";
import { checkRolePolicies } from "./limits/role-policies";
import { shortDesiredEncryption, shortEndpoint } from "./output-texts";
import { ofAnotherAccount } from "./settings/other-account";
import { historyRegion } from "./settings/regions";
import { checkSettings, type Settings, type StackSettings } from "./settings/settings";
import { StackConfigError } from "./settings/stack-config-error";
import type { EvidenceBucketArgs } from "./storage/hardened-bucket";
import { HistoryBucket } from "./storage/history-bucket";
import { existingBucket, type HistoryDestination } from "./storage/history-destination";
import type * as TrailModule from "./storage/trail";
import { warningsFor } from "./warnings";

export type { GuardArgs } from "./settings/guard-args";
export type { GuardedRegionOutputs } from "./guarded-region-outputs";

/**
 * Records, evaluates and reports every change of X-Ray's encryption setting in one AWS account, in one or more Regions.
 *
 * ```typescript
 * new XrayEncryptionGuard("xray-encryption-guard", { desiredKey: "alias/xray-traces", notify: ["security@example.com"] });
 * ```
 *
 * Create at most one guard per account and Region. AWS Config allows one customer-managed recorder per Region, and two
 * guards would evaluate the same resource twice. IAM roles and the bucket are created once, everything else per Region.
 */
export class XrayEncryptionGuard extends pulumi.ComponentResource {
  /** The version of this project, such as `0.2.0`. */
  readonly version = version;
  /** What was created, by Region. */
  readonly regions: pulumi.Output<Record<string, GuardedRegionOutputs>>;
  /** The Regions that only the schedule judges, because AWS Config does not record the setting there. */
  readonly judgedOnScheduleOnly: string[];
  /** The bucket to which AWS Config delivers history. Undefined where this stack has nothing recorded. */
  readonly bucketName: pulumi.Output<string> | undefined;
  /** The bucket to which CloudTrail delivers. Undefined unless `trail` is `create`. */
  readonly trailBucketName: pulumi.Output<string> | undefined;
  /** The desired encryption of each Region as it was understood, in a few words. */
  readonly desiredEncryption: pulumi.Output<Record<string, string>>;
  /**
   * Addresses, and hosts of endpoints, that AWS asks to confirm, once per Region. They receive nothing until they do. A
   * secret if the endpoints are.
   */
  readonly mustConfirmSubscription: pulumi.Output<string[]>;

  /**
   * @param name begins the name of every resource. With up to 21 characters even the longest name of any Region fits.
   * @throws StackConfigError if an argument cannot be used
   * @throws RunError if names, or what a role may do, would be too long for AWS
   */
  constructor(name: string, args: StackSettings = {}, opts: pulumi.ComponentResourceOptions = {}) {
    super("xray-encryption-guard:index:XrayEncryptionGuard", name, {}, opts);
    // Given to the guard or to a component around it.
    if (this.getProvider("aws:cfg/rule:Rule") !== undefined && (args.regions ?? []).length === 0) {
      throw new StackConfigError(
        "regions",
        [],
        "the guard has a provider of its own, whose Region is not known here; name the Regions.",
      );
    }
    const settings = checkSettings(args);
    checkNames(name, settings.planned);
    checkRolePolicies(name, settings.planned);
    for (const warning of warningsFor(settings)) void pulumi.log.warn(warning, this);
    const account = callerAccount(this);
    const { notify, permissionsBoundary } = settings;
    pulumi
      .all([account.accountId, pulumi.output({ notify, permissionsBoundary })])
      .apply(([accountId, known]) => {
        // Logged and not thrown: in an output Pulumi reports an error with a stack trace. It ends the preview all the same.
        for (const { message } of ofAnotherAccount(known, accountId)) void pulumi.log.error(message, this);
      });
    const bucket = {
      account,
      retentionDays: settings.retentionDays,
      forceDestroy: settings.forceDestroyBucket,
    };
    const trail = settings.trail === "create" ? this.createTrail(name, bucket) : undefined;
    const shared = this.share(name, settings, bucket, opts.dependsOn ?? []);
    this.judgedOnScheduleOnly = settings.regions.filter((one) => !settings.recordedRegions.includes(one));
    const regions = Object.entries(settings.desired).map(([region, desired]) => {
      const guarded = new GuardedRegion(
        `${name}-${region}`,
        { ...shared, region, desired },
        { parent: this },
      );
      return [region, guarded.outputs] as const;
    });

    this.regions = pulumi.all(Object.fromEntries(regions));
    this.bucketName = shared.recorder?.bucket?.bucketName;
    this.trailBucketName = trail?.bucketName;
    this.desiredEncryption = pulumi
      .all(settings.desired)
      .apply((desired) =>
        Object.fromEntries(
          Object.entries(desired).map(([region, { encryption }]) => [
            region,
            shortDesiredEncryption(encryption),
          ]),
        ),
      );
    this.mustConfirmSubscription = pulumi
      .all(settings.notify.map((one) => (one.isSecret === true ? pulumi.secret(one) : pulumi.output(one))))
      .apply((all) => all.filter(({ protocol }) => protocol !== "sqs").map(shortEndpoint));
    this.registerOutputs({
      version: this.version,
      regions: this.regions,
      judgedOnScheduleOnly: this.judgedOnScheduleOnly,
      bucketName: this.bucketName,
      trailBucketName: this.trailBucketName,
      desiredEncryption: this.desiredEncryption,
      mustConfirmSubscription: this.mustConfirmSubscription,
    });
  }

  private createTrail(name: string, bucket: EvidenceBucketArgs) {
    // Loaded only if needed, because awsx takes time and memory.
    const { Trail } = createRequire(__filename)("./storage/trail") as typeof TrailModule;
    return new Trail(`${name}-trail`, bucket, { parent: this });
  }

  /** Undefined where nothing is recorded, and so nothing delivered. */
  private historyDestination(
    name: string,
    { recordedRegions, historyBucket, regions, storageKey }: Settings,
    bucket: EvidenceBucketArgs,
    dependsOn: Shared["dependsOn"],
  ): HistoryDestination | undefined {
    if (recordedRegions.length === 0) return undefined;
    return historyBucket === ""
      ? new HistoryBucket(
          `${name}-history`,
          { ...bucket, region: historyRegion(regions), storageKey, dependsOn },
          { parent: this },
        )
      : existingBucket(historyBucket, bucket.account);
  }

  /** Creates what the account needs once. */
  private share(
    name: string,
    settings: Settings,
    bucket: EvidenceBucketArgs,
    dependsOn: Shared["dependsOn"],
  ): Shared {
    const parent = { parent: this };
    const { account } = bucket;
    const role = (suffix: string, roleArgs: RoleNeeds) =>
      new ServiceRole(`${name}-${suffix}`, { ...roleArgs, iam: settings }, parent);

    const recorder = () => {
      const history = this.historyDestination(name, settings, bucket, dependsOn);
      return { bucket: history, role: role("recorder", recorderRole(account, history)) };
    };
    return {
      account,
      settings,
      dependsOn,
      recorder: settings.recorder === "create" ? recorder() : undefined,
      evaluatorRole: role("evaluator", evaluatorRole(account, settings)),
      eventDetectorRole: settings.fastDetection
        ? role("detector", eventDetectorRole(account, settings))
        : undefined,
      remediationRole:
        settings.enforcement === "remediate" ? role("remediation", remediationRole(account)) : undefined,
    };
  }
}
