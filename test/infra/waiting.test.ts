import assert from "node:assert/strict";
import type { GuardArgs } from "../../infra/guard";
import { only, runGuard } from "../support/stub-cloud";

type Named = [type: string, name: string];

/**
 * What a resource itself must wait for: nothing else in its inputs would make it wait, or only by a detour that a change
 * elsewhere may close. `order.test.ts` has the order of all that is there by default.
 */
const waits: { otherwise: string; args?: GuardArgs; waiting: Named; for: Named[] }[] = [
  {
    otherwise: "Lambda refuses a destination that the function's role may not send to yet",
    waiting: ["FunctionEventInvokeConfig", "guard-eu-west-1-evaluator"],
    for: [["RolePolicy", "guard-eu-west-1-evaluator"]],
  },
  {
    otherwise: "AWS Config invokes the evaluator at once, and what fails then is kept nowhere",
    waiting: ["Rule", "guard-eu-west-1"],
    for: [
      ["FunctionEventInvokeConfig", "guard-eu-west-1-evaluator"],
      ["FunctionEventInvokeConfig", "guard-eu-west-1-notifier"],
    ],
  },
  {
    otherwise: "AWS Config refuses the rule, or its first verdict is told to nobody",
    waiting: ["Rule", "guard-eu-west-1"],
    for: [
      ["Permission", "guard-eu-west-1-evaluator"],
      ["Permission", "guard-eu-west-1-evaluator-to-notifier"],
      ["Permission", "guard-eu-west-1-notifier-alarms"],
    ],
  },
  {
    otherwise: "EventBridge loses the calls that it may not hand over yet",
    args: { fastDetection: true },
    waiting: ["EventTarget", "guard-eu-west-1-detector"],
    for: [
      ["Permission", "guard-eu-west-1-detector"],
      ["Permission", "guard-eu-west-1-detector-to-notifier"],
    ],
  },
  {
    otherwise: "EventBridge loses the recorded changes that it may not hand over yet",
    args: { trigger: "periodic" },
    waiting: ["EventTarget", "guard-eu-west-1-notifier-change"],
    for: [["Permission", "guard-eu-west-1-notifier-change"]],
  },
  {
    otherwise:
      "the runbook starts as a role that may neither set the key nor let X-Ray use it, and uses up its attempts",
    args: { enforcement: "remediate", desiredKey: "alias/xray-traces" },
    waiting: ["RemediationConfiguration", "guard-eu-west-1-remediation"],
    for: [
      ["RolePolicy", "guard-eu-west-1-remediation"],
      ["RolePolicy", "guard-remediation"],
    ],
  },
  {
    otherwise: "S3 answers OperationAborted to two changes of the trail's bucket at once",
    args: { trail: "create" },
    waiting: ["cloudtrail:Trail", "guard-trail"],
    for: [["BucketPublicAccessBlock", "guard-trail"]],
  },
  {
    otherwise: "the change that the stack itself makes is not recorded, judged or told",
    args: { enforcement: "apply", desiredKey: "alias/xray-traces", fastDetection: true, trigger: "periodic" },
    waiting: ["EncryptionConfig", "guard-eu-west-1"],
    for: [
      ["RecorderStatus", "guard-eu-west-1"],
      ["Rule", "guard-eu-west-1"],
      ["Function", "guard-eu-west-1-notifier"],
      ["EventTarget", "guard-eu-west-1-notifier-change"],
      ["EventTarget", "guard-eu-west-1-detector"],
    ],
  },
];

describe("a resource waits by itself", () => {
  for (const { otherwise, args, waiting, for: others } of waits) {
    for (const other of others) {
      it(`${waiting.join(" ")} for ${other.join(" ")}: else ${otherwise}`, async () => {
        const run = await runGuard(args);
        assert.ok(only(run, ...waiting).dependencies.includes(only(run, ...other).urn));
      });
    }
  }
});
