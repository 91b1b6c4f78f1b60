import assert from "node:assert/strict";
import fc from "fast-check";
import * as errors from "../../rule/errors";
import { handler } from "../../rule/config-handler";
import { capturingStdout } from "../support/captured-stdout";
import { wellFormed, world } from "./generate";
import { mutated, mutations, type Mutation, type Scratch, scratched, scratches } from "./mutate";
import { expected, type Outcome } from "./oracle";
import { location, isObject } from "./shapes";
import { type Deeds, hangsSomewhere, inhabit, leave, type World } from "./world";

const documented = Object.keys(errors);
/** Where Lambda always takes what is handed to the notifier. */
const mayNotBe = ["NotifyError"];

/** Says of this many invocations that each comes to what the oracle says. */
export function describeInvocations(runs: number, seed?: number): void {
  describe(`any of ${runs} invocations, well-formed or mutated, in any world`, function () {
    this.timeout(20 * 60_000);
    const region = process.env["AWS_REGION"];

    before(() => {
      process.env["AWS_REGION"] = location.region;
      process.env["NOTIFIER_ARN"] = "arn:aws:lambda:eu-west-1:123456789012:function:notifier";
    });
    after(() => {
      leave();
      delete process.env["NOTIFIER_ARN"];
      if (region === undefined) delete process.env["AWS_REGION"];
      else process.env["AWS_REGION"] = region;
    });

    it("comes to what the specification's tables say, or to a documented error and no report", async () => {
      const seen = new Map<string, number>();
      const property = fc.asyncProperty(wellFormed, mutations, scratches, world, async (...generated) => {
        const [invocation, deeds, scratching, where] = generated;
        const event = eventOf(invocation, deeds, scratching);
        const what = assess(event, where, await invoke(event, where));
        seen.set(what, (seen.get(what) ?? 0) + 1);
      });

      await fc.assert(property, { numRuns: runs, ...(seed !== undefined && { seed }) });

      // A generator that never gets as far as a verdict would prove nothing.
      for (const what of ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", ...documented]) {
        if (mayNotBe.includes(what)) continue;
        assert.ok((seen.get(what) ?? 0) > 0, `no invocation came to ${what}`);
      }
    });

    it("is never COMPLIANT by what AWS answers malformed, and then too ends in a documented error", async () => {
      const property = fc.asyncProperty(wellFormed, world, mutations, async (invocation, where, deeds) => {
        const event = eventOf(invocation, [], []);
        const malformed = malform(where, deeds);
        const { error, deeds: done, stdout } = await invoke(event, malformed, shortly);
        assessLog(stdout, error !== undefined);
        if (error !== undefined) assertDocumented(error);
        if (done.sent.some((one) => one.ComplianceType === "COMPLIANT")) {
          const outcome = expected(event, malformed);
          assert.ok("sent" in outcome && outcome.sent[0]?.compliance === "COMPLIANT");
        }
      });

      await fc.assert(property, { numRuns: Math.ceil(runs / 5), ...(seed !== undefined && { seed }) });
    });
  });
}

/** The parts mutated, then put into one another as AWS Config does, then the strings scratched. */
function eventOf(
  { invokingEvent, ruleParameters, ...envelope }: Record<string, unknown>,
  deeds: readonly Mutation[],
  scratching: readonly Scratch[],
): unknown {
  const through = (part: Mutation["part"], document: unknown) =>
    deeds.filter((one) => one.part === part).reduce(mutated, document);
  const text = (part: Scratch["part"], document: unknown) =>
    scratching.filter((one) => one.part === part).reduce(scratched, JSON.stringify(through(part, document)));
  return through("event", {
    ...envelope,
    invokingEvent: text("invokingEvent", invokingEvent),
    ruleParameters: text("ruleParameters", ruleParameters),
  });
}

interface Invoked {
  error: unknown;
  deeds: Deeds;
  stdout: string;
}

/** The deadline leaves a second for answering: with four milliseconds beyond, whatever hangs is over soon. */
const shortly = 1004;

async function invoke(
  event: unknown,
  where: World,
  remaining = hangsSomewhere(where) ? shortly : 60_000,
): Promise<Invoked> {
  const deeds = inhabit(where);
  const context = {
    getRemainingTimeInMillis: () => remaining,
    invokedFunctionArn: `arn:aws:lambda:${location.region}:${location.accountId}:function:evaluator`,
  };
  const { outcome: error, stdout } = await capturingStdout(async () => {
    try {
      await handler(event, context);
      return undefined;
    } catch (thrown) {
      return thrown;
    }
  });
  return { error, deeds, stdout };
}

/** What AWS answers, with something in it removed, renamed or replaced. */
function malform(where: World, deeds: readonly Mutation[]): World {
  const answers = { ...where } as Record<string, unknown>;
  const names = [
    ...["live", "destination", "keys", "discovered", "history", "logGroups", "recorders", "events", "report"],
  ];
  for (const [index, deed] of deeds.entries()) {
    const name = names[(deed.place + index) % names.length] ?? "live";
    answers[name] = throughValues(answers[name], (value) => mutated(value, deed));
  }
  return answers as unknown as World;
}

function throughValues(answer: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(answer)) return answer.map((one) => throughValues(one, change));
  if (!isObject(answer)) return answer;
  if ("kind" in answer)
    return answer["kind"] === "value" ? { ...answer, value: change(answer["value"]) } : answer;
  return Object.fromEntries(Object.entries(answer).map(([name, one]) => [name, throughValues(one, change)]));
}

function assertDocumented(error: unknown): void {
  const name = error instanceof Error ? error.name : "";
  assert.ok(
    documented.includes(name),
    `undocumented ${error instanceof Error ? error.stack : String(error)}`,
  );
}

/** @returns what it came to, in a word */
function assess(event: unknown, where: World, { error, deeds, stdout }: Invoked): string {
  assessLog(stdout, error !== undefined);
  const name = error instanceof Error ? error.name : "";
  if (error !== undefined) assertDocumented(error);
  assert.ok(deeds.calls <= 30, `${deeds.calls} calls`);

  const outcome: Outcome = expected(event, where);
  if (name === "DeadlineError" && hangsSomewhere(where) && deeds.sent.length === 0) return name;
  if ("refused" in outcome) {
    assert.notEqual(error, undefined, `a verdict where there is none: ${outcome.refused}`);
    assert.deepEqual(deeds.sent, []);
    return name;
  }
  assert.deepEqual(
    deeds.sent.map((one) => ({
      type: one.ComplianceResourceType,
      id: one.ComplianceResourceId,
      compliance: one.ComplianceType,
      time: one.OrderingTimestamp.getTime(),
    })),
    // What AWS Config does not take ends the report; then nothing is taken back from the account either.
    outcome.taken ? outcome.sent : outcome.sent.filter((one) => !isClearing(one)).slice(0, 100),
    String(error),
  );
  assert.equal(error === undefined, outcome.taken, String(error));
  assert.ok(deeds.batches.every((count) => count <= 100));
  for (const { Annotation } of deeds.sent) assert.match(Annotation, /^[A-Z][\x20-\x7e]{9,254}\.$/);
  return outcome.taken ? (outcome.sent[0]?.compliance ?? "") : name;
}

function isClearing({ type, compliance }: { type: string; compliance: string }): boolean {
  return type === "AWS::::Account" && compliance === "NOT_APPLICABLE";
}

function assessLog(stdout: string, failed: boolean): void {
  assert.ok(stdout.length <= 8192, `a log of ${stdout.length} characters`);
  assert.match(stdout, /^([\x20-\x7e]*\n)+$/, "lines of printable characters");
  const [line = {}, ...kept] = stdout
    .trimEnd()
    .split("\n")
    .map((one) => JSON.parse(one) as Record<string, unknown>);
  assert.ok(
    kept.every((one) => one["kept"] !== undefined),
    "one line besides what is kept",
  );
  assert.equal(line["level"], failed ? "ERROR" : "INFO");
  assert.ok(!stdout.includes("the-result-token-is-a-secret"), "the result token is a secret");
}
