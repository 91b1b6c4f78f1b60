import * as pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";
import { describeDesiredEncryption } from "../rule/decision/desired";
import { EvaluatorRole } from "./iam/evaluator-role";
import { EventDetectorRole } from "./iam/event-detector-role";
import { GuardedRegion, type GuardedRegionOutputs } from "./guarded-region";
import { HistoryBucket } from "./storage/history-bucket";
import { callerAccount } from "./aws-account";
import { NotifierRole } from "./iam/notifier-role";
import { RecorderRole } from "./iam/recorder-role";
import { RemediationRole } from "./iam/remediation-role";
import { StackConfigError } from "./settings/validation";
import { checkSettings, type GuardArgs } from "./settings/settings";
import type * as TrailModule from "./storage/trail";

export type { GuardArgs } from "./settings/settings";
export type { GuardedRegionOutputs } from "./guarded-region";

/**
 * Makes an AWS account notice, judge, record and tell every change to X-Ray's encryption setting, in one or more
 * Regions.
 *
 * ```typescript
 * new XrayEncryptionGuard("xray-encryption-guard", { desiredKey: "alias/xray-traces", notify: ["security@example.com"] });
 * ```
 *
 * One guard an account and Region: with `recorder: "create"` because a Region has room for one recorder, and otherwise
 * because two rules would judge the same setting. IAM roles and the bucket are made once, everything else once a Region.
 */
export class XrayEncryptionGuard extends pulumi.ComponentResource {
  /** What was made, by Region. */
  readonly regions: pulumi.Output<Record<string, GuardedRegionOutputs>>;
  /** Where AWS Config delivers history; undefined with `recorder: existing`. */
  readonly bucketName: pulumi.Output<string> | undefined;
  /** The desired encryption of each Region as it was understood, in words. */
  readonly desiredEncryption: Record<string, string>;
  /** Addresses and endpoints to which AWS sends a link for each Region; nothing arrives before it is followed. */
  readonly mustConfirmSubscription: string[];

  /**
   * @param name begins the name of everything made; 21 characters or fewer leave room for every Region's longest name
   * @throws StackConfigError when an argument cannot be used
   */
  constructor(name: string, args: GuardArgs = {}, opts: pulumi.ComponentResourceOptions = {}) {
    super("xray-encryption-guard:index:XrayEncryptionGuard", name, {}, opts);
    const parent = { parent: this };
    if ((opts.provider ?? opts.providers) !== undefined && (args.regions ?? []).length === 0) {
      throw new StackConfigError(
        "regions",
        [],
        "the guard is given a provider of its own, whose Region is not known here; name the Regions.",
      );
    }
    const settings = checkSettings(args);
    const account = callerAccount(this);

    const recorder = settings.recorder === "create" ? this.recorder(name, account, settings) : undefined;
    const evaluatorRole = new EvaluatorRole(`${name}-evaluator`, { account, settings }, parent);
    const notifierRole = new NotifierRole(`${name}-notifier`, { account }, parent);
    const eventDetectorRole = settings.fastDetection
      ? new EventDetectorRole(`${name}-detector`, { account, settings }, parent)
      : undefined;
    const remediationRole =
      settings.enforcement === "remediate"
        ? new RemediationRole(`${name}-remediation`, { account }, parent)
        : undefined;
    if (settings.trail === "create") {
      // Loaded only here: awsx would cost every other stack time and memory.
      const { Trail } = createRequire(__filename)("./storage/trail") as typeof TrailModule;
      new Trail(
        `${name}-trail`,
        { account, retentionDays: settings.retentionDays, forceDestroy: settings.forceDestroyBucket },
        parent,
      );
    }
    const regions = settings.regions.map((region) => {
      const guarded = new GuardedRegion(
        `${name}-${region}`,
        {
          account,
          region,
          settings,
          evaluatorRole,
          notifierRole,
          recorder,
          eventDetectorRole,
          remediationRole,
        },
        parent,
      );
      return [region, guarded.outputs] as const;
    });

    this.regions = pulumi.all(Object.fromEntries(regions));
    this.bucketName = recorder?.bucket.bucketName;
    this.desiredEncryption = Object.fromEntries(
      Object.entries(settings.desired).map(([region, { encryption }]) => [
        region,
        describeDesiredEncryption(encryption),
      ]),
    );
    this.mustConfirmSubscription = settings.notify
      .filter(({ protocol }) => protocol !== "sqs")
      .map(({ endpoint }) => endpoint);
    this.registerOutputs({
      regions: this.regions,
      bucketName: this.bucketName,
      desiredEncryption: this.desiredEncryption,
      mustConfirmSubscription: this.mustConfirmSubscription,
    });
  }

  private recorder(
    name: string,
    account: ReturnType<typeof callerAccount>,
    settings: ReturnType<typeof checkSettings>,
  ) {
    const bucket = new HistoryBucket(
      `${name}-history`,
      { account, retentionDays: settings.retentionDays, forceDestroy: settings.forceDestroyBucket },
      { parent: this },
    );
    const role = new RecorderRole(`${name}-recorder`, { account, bucket }, { parent: this });
    return { bucket, role };
  }
}
