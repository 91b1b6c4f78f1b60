import type { EventBus, RegionContext } from "../../account/context";
import { Compliance } from "./rules/compliance";
import { Delivery } from "./delivery";
import { History } from "./history";
import { Remediation } from "./remediation";
import { Recording } from "./recording";
import { Rules } from "./rules/rules";
import type { Lambda } from "../lambda/lambda";
import type { CloudTrail } from "../cloudtrail/cloudtrail";
import type { S3 } from "../s3/s3";
import type { Sns } from "../sns/sns";
import type { Ssm } from "../ssm/ssm";
import type { Xray } from "../xray/xray";

/** AWS Config in one Region: records the setting, keeps its history, runs the rules and keeps their results. */
export class Config {
  readonly history: History;
  readonly recording: Recording;
  readonly delivery: Delivery;
  readonly rules: Rules;
  readonly compliance: Compliance;
  readonly remediation: Remediation;
  /** The names of the aggregators that this account has. What they would show is not simulated. */
  readonly ownAggregators = new Set<string>();
  /** The aggregators that may collect from this account, as `account ID/Region`. */
  readonly aggregators = new Set<string>();

  constructor(
    region: RegionContext & {
      account: { s3: S3 };
      cloudtrail: CloudTrail;
      config: Config;
      events: EventBus;
      lambda: Lambda;
      sns: Sns;
      ssm: Ssm;
      xray: Xray;
    },
  ) {
    this.history = new History(region);
    this.recording = new Recording(region);
    this.delivery = new Delivery(region);
    this.rules = new Rules(region);
    this.compliance = new Compliance(region);
    this.remediation = new Remediation(region);
  }
}
