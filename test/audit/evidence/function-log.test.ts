import assert from "node:assert/strict";
import { keptIn } from "../../../audit/aws/function-log";
import type { TrailEvent } from "../../../audit/aws/cloudtrail";
import { callsIn } from "../../../audit/evidence/read-sources";
import type { JsonEntry } from "../../../audit/evidence/json";
import { keptCallLine, keptWindowLine } from "../../../rule/log";
import type { KeptCall } from "../../../rule/parse/kept-call";
import { account, guardedRegion, guardRule, key, now, rule, setting, verdict } from "../account";
import { audit, type Outcome } from "../audit";
import { LoopbackAws, type RegionState } from "../loopback-aws";

const day = 86_400_000;
const bob = `arn:aws:sts::${account}:assumed-role/Admin/bob`;

/** A call as the evaluator keeps it. */
function kept(calledAt: string, more: Partial<KeptCall> = {}): KeptCall {
  return {
    call: "PutEncryptionConfig",
    caller: bob,
    calledAt,
    eventId: `kept ${calledAt}`,
    requested: { type: "KMS", keyId: key },
    answered: undefined,
    ...more,
  };
}

/** What a run writes that was asked for at a time: lines as CloudWatch Logs got them. */
function run(asked: string, calls: readonly KeptCall[] = [], eventIds = calls.map(({ eventId }) => eventId)) {
  const to = new Date(asked);
  const window = keptWindowLine({ rule, from: new Date(to.getTime() - 3 * day), to, eventIds });
  return [...calls.map(keptCallLine), window].map((message) => ({ at: asked, message }));
}

const daily = (first: string, days: number): string[] =>
  Array.from({ length: days }, (_, index) => new Date(Date.parse(first) + index * day).toISOString());

const isoOf = (spans: readonly { from: Date; to: Date }[]) =>
  spans.map(({ from, to }) => [from.toISOString().slice(0, 16), to.toISOString().slice(0, 16)]);

describe("what the function's log proves", () => {
  const read = (lines: { at: string; message: string }[]) =>
    keptIn(
      lines.map(({ at, message }) => ({ message, ingestionTime: Date.parse(at) })),
      rule,
    );
  const one = kept("2025-03-03T10:00:00.000Z");
  const another = kept("2025-03-03T11:00:00.000Z");
  const asked = "2025-03-04T05:00:00.000Z";
  const whole = ["2025-03-01T05:00", "2025-03-04T04:45"];

  it("is each call as CloudTrail told it, and that a quarter of an hour before the run these were all", () => {
    const { events, windows } = read(run(asked, [one, another]));

    assert.deepEqual(events[0], {
      at: new Date(one.calledAt),
      eventId: one.eventId,
      name: "PutEncryptionConfig",
      principal: bob,
      requested: { type: "KMS", keyId: key },
      answered: {},
      source: "function log",
      read: undefined,
    });
    assert.deepEqual(isoOf(windows), [whole]);
  });

  const lines: [what: string, given: { at: string; message: string }[], windows: string[][]][] = [
    ["nothing of all calls where one of a run's lines is lost", run(asked, [one, another]).slice(1), []],
    ["nothing of all calls where the line that names them is lost", run(asked, [one]).slice(0, 1), []],
    [
      "all calls where another run wrote the lost line",
      [...run("2025-03-03T12:00:00.000Z", [one]), ...run(asked, [one, another]).slice(1)],
      [["2025-02-28T12:00", "2025-03-03T11:45"], whole],
    ],
    [
      "nothing of all calls where the run could not look up all",
      [
        {
          at: asked,
          message: keptWindowLine({
            rule,
            from: new Date(0),
            to: new Date(asked),
            error: new Error("denied"),
          }),
        },
      ],
      [],
    ],
    [
      "no more than was so when the line was written, whatever it says",
      run("2025-03-04T05:00:00.000Z").map((line) => ({ ...line, at: "2025-03-02T05:00:00.000Z" })),
      [["2025-03-01T05:00", "2025-03-02T04:45"]],
    ],
    [
      "nothing of all calls where the run was another rule's",
      run(asked).map(({ at, message }) => ({ at, message: message.replace(rule, "another") })),
      [],
    ],
    [
      "nothing by lines that are no kept ones",
      [
        "START RequestId",
        '{"level":"INFO"}',
        "null",
        '{"kept":"window"}',
        '{"kept":"window","eventIds":[]}',
      ].map((message) => ({ at: asked, message })),
      [],
    ],
    [
      "nothing of all calls where a call's line is not whole",
      [
        { at: asked, message: '{"kept":"call","call":"PutEncryptionConfig","eventId":"x"}' },
        ...run(asked, [], ["x"]),
      ],
      [],
    ],
    [
      "nothing of all calls where a call's line is of a name that nobody keeps",
      [
        { at: asked, message: keptCallLine(kept(asked, { call: "DisableKey", eventId: "x" })) },
        ...run(asked, [], ["x"]),
      ],
      [],
    ],
  ];
  for (const [what, given, windows] of lines) {
    it(`is ${what}`, () => assert.deepEqual(isoOf(read(given).windows), windows));
  }
});

describe("the time of which all calls are known", () => {
  const at = (time: string) => new Date(time);
  const event = (time: string, source: TrailEvent["source"], eventId = time): TrailEvent => ({
    ...{ at: at(time), eventId, source, name: "PutEncryptionConfig", principal: bob },
    ...{ requested: {}, answered: {} },
  });
  const period = { from: at("2025-03-01T00:00:00Z"), to: undefined };
  const history: TrailEvent[] = [event("2026-01-01T00:00:00Z", "event history")];
  const window = (from: string, to: string) => ({ from: at(from), to: at(to) });

  it("is one from the function's log to the event history where runs follow each other", () => {
    const windows = daily("2025-10-01T05:00:00Z", 30).map((to) =>
      window(new Date(Date.parse(to) - 3 * day).toISOString(), to),
    );

    const { callsKnown, callsLater } = callsIn(
      { history, files: undefined, log: { events: [], windows } },
      period,
      now,
    );

    assert.deepEqual(callsKnown, window("2025-09-28T05:00:00Z", "2026-01-11T11:47:00Z"));
    assert.equal(callsLater, undefined);
  });

  it("is not joined over a time of which nothing was kept", () => {
    const windows = [
      window("2025-09-28T00:00:00Z", "2025-10-01T00:00:00Z"),
      window("2025-10-01T00:00:01Z", "2025-10-20T00:00:00Z"),
    ];

    const { callsKnown } = callsIn({ history, files: undefined, log: { events: [], windows } }, period, now);

    assert.deepEqual(callsKnown?.from, at("2025-10-01T00:00:01Z"));
  });

  it("is the longest where it falls apart, and the time after it is said to be unknown", () => {
    const windows = [window("2025-03-01T00:00:00Z", "2025-09-20T00:00:00Z")];
    const events = [event("2025-03-02T00:00:00Z", "function log")];

    const calls = callsIn({ history, files: undefined, log: { events, windows } }, period, now);

    assert.deepEqual(calls.callsKnown, windows[0]);
    assert.match(calls.callsLater ?? "", /^none of the sources/);
    assert.deepEqual(calls.wholeEvents, events);
    assert.deepEqual(calls.events, [...events, ...history]);
  });

  it("has each call once, by the source that says most", () => {
    const time = "2026-01-01T00:00:00Z";
    const windows = [window("2025-10-01T00:00:00Z", "2026-01-02T00:00:00Z")];
    const files = { events: [event(time, "trail")], covered: undefined };
    const log = { events: [event(time, "function log")], windows };

    const sources = [
      { history, files, log },
      { history, files: undefined, log },
      { history: undefined, files: undefined, log },
    ];

    assert.deepEqual(
      sources.map((read) => callsIn(read, period, now).events.map(({ source }) => source)),
      [["trail"], ["event history"], ["function log"]],
    );
  });
});

describe("timeline, of a change that the event history has forgotten", () => {
  let aws: LoopbackAws;
  before(async () => {
    aws = await LoopbackAws.start();
  });
  after(() => aws.stop());

  const items = [
    setting("2025-09-05T09:01:00.000Z"),
    setting("2025-09-06T10:01:00.000Z", key),
    verdict("2025-09-06T10:01:05.000Z", "COMPLIANT"),
  ];
  const calls = [
    kept("2025-09-05T08:00:00.000Z", {
      call: "PutConfigRule",
      requested: { configRule: { configRuleName: rule, inputParameters: guardRule.InputParameters } },
    }),
    kept("2025-09-06T10:00:00.000Z"),
  ];
  /** Runs once a day, from the rule's first day until the event history begins. */
  const lines = daily("2025-09-05T12:00:00.000Z", 60).flatMap((asked) =>
    run(
      asked,
      calls.filter(({ calledAt }) => calledAt < asked && Date.parse(calledAt) >= Date.parse(asked) - 3 * day),
    ),
  );
  const ask = async (
    log: RegionState["log"] | undefined,
    more: Partial<RegionState> = {},
    ...args: string[]
  ) => {
    aws.become({ "eu-west-1": guardedRegion({ items, events: [], ...(log && { log }), ...more }) });
    return audit(aws, ["timeline", "--regions", "eu-west-1", ...args], { width: 200 });
  };
  const json = ({ out }: Outcome) =>
    JSON.parse(out) as {
      entries: JsonEntry[];
      regions: { callsKnown: { from: string }; criteria: Record<string, unknown>[] }[];
    };

  it("names the caller and the source, in the table, the JSON and the CSV", async () => {
    const table = await ask({ lines, group: "guard" });
    const document = json(await ask({ lines, group: "guard" }, { pageSize: 1 }, "--format", "json"));
    const csv = await ask({ lines, group: "guard" }, {}, "--format", "csv");

    assert.equal(table.code, 0);
    assert.ok(
      table.out.includes(`By: ${bob} (CloudTrail, function log, event kept 2025-09-06T10:00:00.000Z)`),
      table.out,
    );
    const callers = document.entries.flatMap((entry) => ("caller" in entry ? [entry.caller] : []));
    assert.deepEqual(callers.at(-1), {
      principal: bob,
      at: "2025-09-06T10:00:00.000Z",
      eventId: "kept 2025-09-06T10:00:00.000Z",
      source: "function log",
      read: { call: "logs:FilterLogEvents", at: "2026-01-11T12:02:00.000Z", requestId: null },
      file: null,
    });
    assert.equal(document.regions[0]?.callsKnown.from, "2025-09-02T12:00:00.000Z");
    assert.deepEqual(
      document.regions[0].criteria.map(({ setAt, setBy, source }) => [setAt, setBy, source]),
      [["2025-09-05T08:00:00.000Z", bob, "function log"]],
    );
    assert.match(csv.out, /,kept 2025-09-06T10:00:00\.000Z,function log,/);
  });

  it("finds the log where Lambda writes by default too", async () => {
    const { out } = await ask({ lines });

    assert.match(out, /CloudTrail, function log/);
  });

  it("does not name the caller where the lines of some days are lost", async () => {
    const holed = lines.filter(({ at }) => at < "2025-09-20" || at > "2025-09-24");

    const { entries, regions } = json(await ask({ lines: holed }, {}, "--format", "json"));

    const [, change] = entries.filter(({ kind }) => kind === "change");
    assert.ok(change && "caller" in change);
    assert.equal(change.caller, null);
    assert.equal(change.callerUnknown, "CloudTrail's record does not reach back to it");
    assert.equal(regions[0]?.criteria[0]?.["setAt"], null);
  });

  const unread: [what: string, fails: Record<string, string>, said: RegExp][] = [
    [
      "the function may not be asked for",
      { GetFunctionConfiguration: "AccessDeniedException" },
      /allow lambda:GetFunctionConfiguration\.$/,
    ],
    [
      "the log may not be read",
      { FilterLogEvents: "AccessDeniedException" },
      /^Cannot read the log of the rule's function in eu-west-1 .*allow logs:FilterLogEvents\.$/,
    ],
    [
      "the log is gone",
      { FilterLogEvents: "ResourceNotFoundException" },
      /^Cannot read the log of the rule's function .*see that it exists/,
    ],
  ];
  for (const [what, fails, said] of unread) {
    it(`tells the rest where ${what}, says so, and ends partial`, async () => {
      const outcome = await ask({ lines }, { fails }, "--format", "json");

      assert.equal(outcome.code, 2);
      assert.match(outcome.said.join("\n"), said);
      const { entries } = json(outcome);
      assert.ok(
        entries.some(
          (entry) => "why" in entry && entry.of === "calls" && /does not reach back/.test(entry.why),
        ),
      );
    });
  }

  it("asks for no log where the event history reaches back far enough", async () => {
    aws.become({
      "eu-west-1": guardedRegion({ fails: { GetFunctionConfiguration: "AccessDeniedException" } }),
    });

    const { code } = await audit(aws, ["timeline", "--regions", "eu-west-1"]);

    assert.equal(code, 0);
    assert.ok(!aws.operations.includes("GetFunctionConfiguration"));
  });

  it("asks for the log when the event history cannot be read", async () => {
    aws.become({
      "eu-west-1": guardedRegion({
        fails: { LookupEvents: "AccessDeniedException" },
        log: { lines: daily("2026-01-05T12:00:00.000Z", 6).flatMap((asked) => run(asked)) },
      }),
    });

    const { out } = await audit(aws, ["timeline", "--regions", "eu-west-1", "--format", "json"]);

    const { regions, entries } = json({ out } as Outcome);
    assert.deepEqual(regions[0]?.callsKnown, {
      from: "2026-01-02T12:00:00.000Z",
      to: "2026-01-10T11:45:00.000Z",
    });
    assert.deepEqual(
      entries.flatMap((entry) => ("why" in entry && entry.of === "calls" ? [[entry.at, entry.why]] : [])),
      [["2026-01-10T11:45:00.000Z", "none of the sources that were read has every call of this time"]],
    );
  });
});
