import assert from "node:assert/strict";
import { clients } from "../../rule/clients";
import { handler } from "../../rule/config-handler";
import { evidenceCalls } from "../../rule/decision/evidence-calls";
import { buildCase, key } from "./build-case";
import { enterLambda, invokeHere } from "./sources-environment";
import type { World, WorldState } from "./world";

/** When AWS Config asked, as `buildCase` has it, and three days before. */
const asked = "2026-03-04T05:06:07.890Z";
const from = "2026-03-01T05:06:07.890Z";
const alice = "arn:aws:sts::123456789012:assumed-role/Admin/alice";

/** An event as CloudTrail answers it. */
function event(
  EventName: string,
  EventTime: string,
  requestParameters: object,
  more: Record<string, unknown> = {},
  EventId = `${EventName} ${EventTime}`,
): Record<string, unknown> {
  return {
    EventId,
    EventName,
    EventSource: evidenceCalls.get(EventName) ?? "xray.amazonaws.com",
    EventTime: Date.parse(EventTime) / 1000,
    CloudTrailEvent: JSON.stringify({ userIdentity: { arn: alice }, requestParameters, ...more }),
  };
}

const put = event("PutEncryptionConfig", "2026-03-03T10:00:00Z", { type: "KMS", keyId: "alias/x" });
const ids = (events: Record<string, unknown>[]) => events.map(({ EventId }) => EventId);

describe("a run on schedule, when its verdict is reported, keeps who called", () => {
  let world: World;
  let leave: () => void;

  before(async () => {
    ({ world, leave } = await enterLambda());
  });
  after(() => leave());

  const run = async (
    state: Partial<WorldState>,
    sends: "schedule" | "item" = "schedule",
    timeout?: number,
  ) => {
    const { invocation, world: usual } = buildCase({ name: "", sends, verdict: "COMPLIANT" });
    world.become({ ...usual, ...state });
    const answer = await invokeHere(handler, invocation, timeout);
    const [verdict, ...kept] = answer.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { answer, verdict, kept, window: kept.at(-1) };
  };

  it("a line for each call, and one that names all of the time", async () => {
    const { answer, verdict, kept } = await run({ events: [put] });

    assert.equal(answer.error, undefined);
    assert.equal(verdict?.["evaluated"], 1);
    assert.deepEqual(kept, [
      {
        level: "INFO",
        kept: "call",
        call: "PutEncryptionConfig",
        caller: alice,
        calledAt: "2026-03-03T10:00:00.000Z",
        eventId: put["EventId"],
        requested: { type: "KMS", keyId: "alias/x" },
      },
      { level: "INFO", kept: "window", rule: "xray-encryption", from, to: asked, eventIds: [put["EventId"]] },
    ]);
    assert.ok(world.operations.indexOf("PutEvaluations") < world.operations.indexOf("LookupEvents"));
    assert.deepEqual(
      [
        ...new Set(
          world.calls.filter(({ operation }) => operation === "LookupEvents").map((one) => one.service),
        ),
      ],
      ["cloudtrail"],
    );
    assert.deepEqual(world.unexpected, []);
  });

  it("of each of the six names, from every page, and nothing older than three days", async () => {
    const events = [...evidenceCalls.keys()].flatMap((name) => [
      event(name, "2026-03-01T05:06:06Z", {}),
      event(name, "2026-03-01T05:06:08Z", {}),
      event(name, "2026-03-02T10:00:00Z", {}),
    ]);

    const { window } = await run({ events, pageSize: 1 });

    const expected = ids(events).filter((id) => !String(id).includes("05:06:06"));
    assert.deepEqual((window?.["eventIds"] as string[]).toSorted(), expected.toSorted());
  });

  it("of a change nothing: the next run on schedule does", async () => {
    const { kept } = await run({ events: [put] }, "item");

    assert.deepEqual(kept, []);
    assert.ok(!world.operations.includes("LookupEvents"));
  });

  it("nothing when there was no verdict: Lambda tries again", async () => {
    const { answer, verdict, kept } = await run({ events: [put], deny: ["PutEvaluations"] });

    assert.equal(answer.error?.name, "ReportError");
    assert.equal(verdict?.["level"], "ERROR");
    assert.deepEqual(kept, []);
  });

  it("of its own rule alone, and of every recorder", async () => {
    const at = "2026-03-03T10:00:00Z";
    const parameters = JSON.stringify({ desiredKey: key });
    const rule = (configRuleName: string) => ({
      configRule: { configRuleName, inputParameters: parameters },
    });
    const own = [
      event("PutConfigRule", at, rule("xray-encryption")),
      event("DeleteConfigRule", at, { configRuleName: "xray-encryption" }),
      event("StopConfigurationRecorder", at, { configurationRecorderName: "default" }),
    ];
    const others = [
      event("PutConfigRule", at, rule("another"), {}, "put another"),
      event("DeleteConfigRule", at, { configRuleName: "another" }, {}, "delete another"),
    ];

    const { window } = await run({ events: [...own, ...others] });

    assert.deepEqual((window?.["eventIds"] as string[]).toSorted(), ids(own).toSorted());
  });

  it("no call that failed, and none of another service", async () => {
    const { window } = await run({
      events: [
        event("PutEncryptionConfig", "2026-03-03T10:00:00Z", {}, { errorCode: "AccessDenied" }),
        { ...put, EventSource: "other.amazonaws.com" },
      ],
    });

    assert.deepEqual(window?.["eventIds"], []);
  });

  it("200 calls, and with another one says that these are not all", async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        event("PutEncryptionConfig", "2026-03-03T10:00:00Z", {}, {}, `event-${index}`),
      );

    const all = await run({ events: many(200) });
    const cut = await run({ events: many(201) });

    assert.equal((all.window?.["eventIds"] as string[]).length, 200);
    assert.equal(cut.kept.length, 201);
    assert.match(JSON.stringify(cut.window), /more than 200 calls/);
    assert.ok(cut.window !== undefined && !("eventIds" in cut.window));
  });

  const cut: [what: string, state: Partial<WorldState>, why: RegExp][] = [
    ["the look-up is denied", { deny: ["LookupEvents"] }, /^AccessDeniedException /],
    [
      "an event is not JSON",
      { events: [{ ...put, CloudTrailEvent: "{oops" }] },
      /^InvocationError CloudTrailEvent is/,
    ],
    [
      "an event has no content",
      { events: [{ ...put, CloudTrailEvent: undefined }] },
      /^InvocationError CloudTrailEvent is ""/,
    ],
    [
      "an event has no ID",
      { events: [{ ...put, EventId: undefined }] },
      /^InvocationError EventId is missing/,
    ],
    [
      "an event has no time",
      { events: [{ ...put, EventTime: undefined }] },
      /^TypeError .*without its time$/,
    ],
    [
      "a call takes more than a line",
      {
        events: [
          event("PutEncryptionConfig", "2026-03-03T10:00:00Z", { keyId: "x".repeat(9000) }, {}, "long"),
        ],
      },
      /^LookUpError Call long takes \d+ characters; expected at most 8192\.$/,
    ],
  ];
  for (const [what, state, why] of cut) {
    it(`says that not all are there when ${what}, and fails nothing`, async () => {
      const { answer, verdict, window } = await run(state);

      assert.equal(answer.error, undefined);
      assert.equal(verdict?.["level"], "INFO");
      const { name, message } = (window?.["error"] ?? {}) as Record<string, string>;
      assert.match(`${name} ${message}`, why);
      assert.deepEqual(window, {
        level: "WARN",
        kept: "part of a window",
        rule: "xray-encryption",
        from,
        to: asked,
        error: { name, message },
      });
    });
  }

  it("says so when CloudTrail answers without a list", async () => {
    const answered = await run({});
    assert.ok(answered.window !== undefined && "eventIds" in answered.window);

    const { window } = await run({ emptyAnswers: ["LookupEvents"] });

    assert.match(JSON.stringify(window), /"kept":"part of a window".*without a list of events/);
  });

  it("says so when CloudTrail answers the page token that it was sent", async () => {
    const { window } = await run({ sameToken: ["LookupEvents"] });

    assert.match(JSON.stringify(window), /"kept":"part of a window".*same page token twice/);
    assert.equal(world.operations.filter((operation) => operation === "LookupEvents").length, 2);
  });

  it("says so when time runs out, and returns before Lambda ends it", async () => {
    const start = performance.now();

    const { answer, window } = await run({ hang: ["LookupEvents"] }, "schedule", 1400);

    assert.equal(answer.error, undefined);
    assert.match(JSON.stringify(window), /"kept":"part of a window".*"DeadlineError"/);
    assert.ok(performance.now() - start < 1400);
  });

  it("tries a look-up six times before it gives up", async () => {
    assert.equal(await clients.cloudTrail().config.maxAttempts(), 6);
  });
});
