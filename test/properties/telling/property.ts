import assert from "node:assert/strict";
import fc from "fast-check";
import { capturingStdout } from "../../support/captured-stdout";
import { faults, type Invocation, simulate } from "./aws";
import { begin, histories, type History, settings, type Sight } from "./history";
import { areIncidents, isRepeat, read, tells } from "./oracle";

const environment = {
  ALERT_TOPIC_ARN: "arn:aws:sns:eu-west-1:123456789012:people",
  TABLE_NAME: "told",
  DESIRED_KEY: "any",
  CONSOLE_URL: "https://eu-west-1.console.aws.amazon.com/config/home?region=eu-west-1#",
};

/** Of the calls of a run: at most eight are made. */
const someFault = fc.record({ call: fc.nat({ max: 7 }), fault: fc.constantFrom(...faults) });

/** How the notifier fares with what is seen, in turn. Of three tries the third meets no fault. */
const faring = (faulty: boolean): fc.Arbitrary<Omit<Invocation, "at" | "event">[]> =>
  fc.array(
    fc.record({
      latencies: fc.array(fc.oneof(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 50, max: 1500 })), {
        minLength: 1,
        maxLength: 5,
      }),
      faults: faulty ? fc.array(fc.option(someFault, { nil: undefined }), { maxLength: 2 }) : fc.constant([]),
    }),
    { minLength: 1, maxLength: 20 },
  );

/** Says of so many histories what people hear of each. */
export function describeTelling(runs: number, seed: number): void {
  describe(`any of ${runs} histories of the setting`, function () {
    this.timeout(10 * 60_000);
    const earlier = { ...process.env };
    before(() => Object.assign(process.env, environment));
    after(() => (process.env = earlier));

    for (const { says, faulty } of [
      { says: "is told once, change by change, where nothing fails", faulty: false },
      { says: "is told at least once where AWS fails, and a repeat is of the same incident", faulty: true },
    ]) {
      it(says, async () => {
        const property = fc.asyncProperty(histories(faulty), faring(faulty), async (history, fares) => {
          const invocations = history.sights.map((sight, index): Invocation => {
            const fare = fares[index % fares.length];
            assert.ok(fare);
            return { ...fare, at: sight.at, event: eventOf(sight) };
          });
          const { outcome } = await capturingStdout(() => simulate(begin, invocations));
          if (!faulty) assert.deepEqual(outcome.givenUp, [], "Lambda gave up on an event");
          const sights = history.sights.filter((_, index) => {
            const invocation = invocations[index];
            return invocation !== undefined && !outcome.givenUp.includes(invocation);
          });
          assess({ ...history, sights }, outcome, faulty);
        });
        await fc.assert(property, { numRuns: runs, seed });
      });
    }
  });
}

function assess(
  history: History,
  { published, memory }: Awaited<ReturnType<typeof simulate>>,
  faulty: boolean,
): void {
  const all = published.map(read);
  const heard = all.filter((one, index) => !all.slice(0, index).some((other) => isRepeat(one, other)));
  const lines = heard.map((one) => JSON.stringify(one)).join("\n");
  assert.equal(memory?.pending, undefined, "nothing stays pending");
  if (!faulty) assert.equal(all.length, heard.length, "a message was repeated");
  assert.ok(tells(heard, history), `this does not tell the history:\n${lines}`);
  assert.ok(areIncidents(heard), `these are no incidents:\n${lines}`);
}

/** What the notifier gets of it, as the functions that judge write it, or AWS Config's event. */
function eventOf({ word, asOf, at, by, calledAt }: Sight): object {
  const { setting = "", isRight = false } = settings[word] ?? {};
  const time = (of: number) => new Date(of).toISOString();
  if (by === "event") {
    return {
      source: "aws.config",
      account: "123456789012",
      region: "eu-west-1",
      detail: {
        configurationItem: {
          resourceType: "AWS::XRay::EncryptionConfig",
          configurationItemStatus: "OK",
          configurationItemCaptureTime: time(asOf),
          configuration: setting === "NONE" ? { type: "NONE" } : { type: "KMS", keyId: setting },
        },
      },
    };
  }
  return {
    observation: {
      by,
      complianceType: isRight ? "COMPLIANT" : "NON_COMPLIANT",
      annotation: isRight
        ? `X-Ray encrypts with ${word}, as desired.`
        : `X-Ray encrypts with ${word}, but should not.`,
      setting,
      asOf: time(asOf),
      judgedAt: time(at),
      ...(calledAt !== undefined && {
        call: { name: "PutEncryptionConfig", caller: "ann", calledAt: time(calledAt) },
      }),
    },
  };
}
