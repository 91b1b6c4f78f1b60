import assert from "node:assert/strict";
import { DeadlineError, ReportError } from "../../rule/errors";
import { clients } from "../../rule/clients";
import { report } from "../../rule/report";
import { enterLambda } from "./sources-environment";
import type { World } from "./world";

const { signal } = new AbortController();

function evaluations(count: number): Parameters<typeof report>[0] {
  return Array.from({ length: count }, (_, index) => ({
    ComplianceResourceType: "AWS::XRay::EncryptionConfig",
    ComplianceResourceId: `id-${index}`,
    ComplianceType: "COMPLIANT",
    Annotation: "It is as it should be.",
    OrderingTimestamp: new Date(0),
  }));
}

describe("report", () => {
  let world: World;
  let leave: () => void;

  before(async () => {
    ({ world, leave } = await enterLambda());
  });
  after(() => leave());

  it("hands over more than a hundred evaluations in calls of at most a hundred", async () => {
    world.become({});

    await report(evaluations(250), "token", clients, signal);

    assert.deepEqual(
      world.reports.map(({ count }) => count),
      [100, 100, 50],
    );
    assert.equal(new Set(world.reported.map(({ ComplianceResourceId }) => ComplianceResourceId)).size, 250);
  });

  const tokens: [string, boolean][] = [
    ["TESTMODE", true],
    ["testmode", false],
    ["token", false],
  ];
  for (const [token, testMode] of tokens) {
    it(`${testMode ? "asks for a test" : "reports in earnest"} with the result token ${token}`, async () => {
      world.become({});

      await report(evaluations(1), token, clients, signal);

      assert.deepEqual(world.reports, [
        { ResultToken: token, count: 1, ...(testMode ? { TestMode: true } : {}) },
      ]);
    });
  }

  it("takes a refused evaluation for an error that names it", async () => {
    world.become({ refused: 1 });

    const reported = report(evaluations(2), "token", clients, signal);

    await assert.rejects(
      reported,
      (error) => error instanceof ReportError && /1 of 2.*"id-0"/.test(error.message),
    );
  });

  it("takes a refused call for an error that names the permission", async () => {
    world.become({ deny: ["PutEvaluations"] });

    const reported = report(evaluations(1), "token", clients, signal);

    await assert.rejects(reported, /^ReportError: .*AccessDeniedException.*config:PutEvaluations/);
  });

  for (const answer of [{ FailedEvaluations: "none" }, { FailedEvaluations: null }, {}])
    it(`takes ${JSON.stringify(answer)} for an error: it does not say what became of them`, async () => {
      const answering = { config: () => ({ send: async () => answer }) } as unknown as typeof clients;

      const reported = report(evaluations(1), "token", answering, signal);

      await assert.rejects(reported, (error: Error) => {
        assert.match(String(error), /^ReportError: .*FailedEvaluations is no list/);
        assert.match(String(error.cause), /^TypeError: /);
        return true;
      });
    });

  it("logs no token that AWS quotes", async () => {
    const token = "a".repeat(400);
    const refused = async () => {
      throw Object.assign(new Error(`The token ${token} is not one`), {
        name: "InvalidResultTokenException",
      });
    };
    const refusing = { config: () => ({ send: refused }) } as unknown as typeof clients;

    await assert.rejects(
      report(evaluations(1), token, refusing, signal),
      /^ReportError: Cannot report to AWS Config \(InvalidResultTokenException: The token \.\.\. is not one\): /,
    );
  });

  it("ends with the deadline's error, when that is what ended it", async () => {
    const controller = new AbortController();
    const hanging = { config: () => ({ send: () => new Promise(() => undefined) }) };
    const reported = report(evaluations(1), "token", hanging as unknown as typeof clients, controller.signal);

    controller.abort(new DeadlineError("over"));

    await assert.rejects(reported, DeadlineError);
  });
});
