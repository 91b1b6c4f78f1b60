import assert from "node:assert/strict";
import type { Run } from "../../stack-runner/run";
import { only, runGuard } from "../support/stub-cloud";

/** Each order that AWS enforces; destroying goes the opposite way. */
const orders: {
  symptom: string;
  first: [type: string, name?: string];
  then: [type: string, name?: string];
}[] = [
  { symptom: "NoAvailableConfigurationRecorderException", first: ["Recorder"], then: ["DeliveryChannel"] },
  { symptom: "NoAvailableDeliveryChannelException", first: ["DeliveryChannel"], then: ["RecorderStatus"] },
  {
    symptom: "InsufficientDeliveryPolicyException, bucket",
    first: ["BucketPolicy"],
    then: ["DeliveryChannel"],
  },
  {
    symptom: "InsufficientDeliveryPolicyException, topic",
    first: ["TopicPolicy", "guard-eu-west-1-stream"],
    then: ["DeliveryChannel"],
  },
  {
    symptom: "delivery as a role that may not deliver yet",
    first: ["RolePolicy", "guard-recorder"],
    then: ["DeliveryChannel"],
  },
  {
    symptom: "streaming as a role that may not publish yet",
    first: ["RolePolicy", "guard-eu-west-1-stream"],
    then: ["DeliveryChannel"],
  },
  {
    symptom: "recording as a role that may not read yet",
    first: ["RolePolicyAttachment"],
    then: ["RecorderStatus"],
  },
  {
    symptom: "the function cannot be invoked",
    first: ["Permission", "guard-eu-west-1-evaluator"],
    then: ["Rule"],
  },
  { symptom: "a rule that evaluates nothing", first: ["RecorderStatus"], then: ["Rule"] },
  {
    symptom: "an invocation that may not report",
    first: ["RolePolicy", "guard-evaluator"],
    then: ["Function", "guard-eu-west-1-evaluator"],
  },
  {
    symptom: "an invocation that may not log",
    first: ["RolePolicy", "guard-eu-west-1-evaluator"],
    then: ["Function", "guard-eu-west-1-evaluator"],
  },
  {
    symptom: "a failure destination that may not be sent to",
    first: ["RolePolicy", "guard-eu-west-1-evaluator"],
    then: ["FunctionEventInvokeConfig", "guard-eu-west-1-evaluator"],
  },
  {
    symptom: "a first verdict that nobody is told of",
    first: ["Permission", "guard-eu-west-1-evaluator-to-notifier"],
    then: ["Rule"],
  },
  { symptom: "OperationAborted", first: ["BucketPublicAccessBlock"], then: ["BucketPolicy"] },
  {
    symptom: "a lifecycle of versions before versions",
    first: ["BucketVersioning"],
    then: ["BucketLifecycleConfiguration"],
  },
];

describe("created in this order, and destroyed in the opposite one", () => {
  let run: Run;
  before(async () => {
    run = await runGuard();
  });

  for (const { symptom, first, then } of orders) {
    it(`${first.join(" ")} before ${then.join(" ")}: else ${symptom}`, () => {
      const reached = new Set<string>();
      const visit = (urn: string): void => {
        if (reached.has(urn)) return;
        reached.add(urn);
        run.registrations.find((registration) => registration.urn === urn)?.dependencies.forEach(visit);
      };
      only(run, ...then).dependencies.forEach(visit);
      assert.ok(reached.has(only(run, ...first).urn));
    });
  }

  it("nothing waits for the rule or the alarms that the recorder's destruction would then wait for", () => {
    const status = only(run, "RecorderStatus");
    const waiting = run.registrations.filter(({ dependencies }) => dependencies.includes(status.urn));
    assert.deepEqual(
      waiting.map(({ type }) => type),
      ["aws:cfg/rule:Rule"],
    );
  });

  for (const type of ["Recorder", "DeliveryChannel", "RecorderStatus", "RetentionConfiguration"]) {
    it(`a ${type} is deleted before it is replaced: a Region has room for one`, () => {
      assert.equal(only(run, type).options.deleteBeforeReplace, true);
    });
  }
});
