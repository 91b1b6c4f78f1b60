import type { GuardArgs } from "../../../infra/guard";

const desiredKey = "alias/xray-traces";
const email = ["security@example.com"];

/** The defaults, with somebody to tell. */
export const defaults: GuardArgs = { desiredKey, notify: email };

/** One change of the defaults each, in words of the stack configuration. */
export const options: [what: string, args: GuardArgs][] = [
  ["`recorder: existing` (items are that recorder's)", { recorder: "existing" }],
  ["`trigger: change`", { trigger: "change" }],
  ["`trigger: periodic`", { trigger: "periodic" }],
  ["`frequency: One_Hour`", { frequency: "One_Hour" }],
  ["`deliveryFrequency: One_Hour`", { deliveryFrequency: "One_Hour" }],
  ["`notify`: ten addresses", { notify: Array.from({ length: 10 }, (_, index) => `p${index}@example.com`) }],
  ["`alarmOnRecorder: false`", { alarmOnRecorder: false }],
  ["`transactionSearch: judge`", { transactionSearch: "judge" }],
  ["`fastDetection: true`", { fastDetection: true }],
  ["`fastDetection: true`, `trail: create`", { fastDetection: true, trail: "create" }],
  ["`enforcement: apply`", { enforcement: "apply" }],
  ["`enforcement: remediate`", { enforcement: "remediate" }],
  ["`regions`: two", { regions: ["eu-west-1", "us-east-1"] }],
];
