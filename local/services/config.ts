import type { Region } from "../account";
import { Compliance } from "./config/compliance";
import { Delivery } from "./config/delivery";
import { History } from "./config/history";
import { Remediation } from "./config/remediation";
import { Recording } from "./config/recording";
import { Rules } from "./config/rules";

/** AWS Config in one Region: it records the setting, keeps its history, has rules judge it, and keeps their verdicts. */
export class Config {
  readonly history: History;
  readonly recording: Recording;
  readonly delivery: Delivery;
  readonly rules: Rules;
  readonly compliance: Compliance;
  readonly remediation: Remediation;
  /** Whose aggregators may collect from this account: `account ID/Region`. */
  readonly aggregators = new Set<string>();

  constructor(region: Region) {
    this.history = new History(region);
    this.recording = new Recording(region);
    this.delivery = new Delivery(region);
    this.rules = new Rules(region);
    this.compliance = new Compliance(region);
    this.remediation = new Remediation(region);
  }
}
