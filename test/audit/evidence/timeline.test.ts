import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { JsonEntry } from "../../../audit/evidence/json";
import { account, call, guardedRegion, guardRule, key, otherKey, rule, setting, verdict } from "../account";
import { audit, type Outcome } from "../audit";
import { type Item, LoopbackAws, type RegionState } from "../loopback-aws";

interface Answer {
  version: number;
  simulated: boolean;
  regions: {
    rule: string | null;
    criteria: Record<string, string | null>[];
    changes: number;
    callsKnown: unknown;
  }[];
  entries: JsonEntry[];
  problems: unknown[];
}

/** What a person looks at first. */
function gist(entry: JsonEntry): string {
  const at = entry.at.slice(0, 19);
  if ("timeFrom" in entry) {
    const { from, to, caller, candidates, callerUnknown } = entry;
    const who =
      caller?.principal ?? callerUnknown ?? candidates.map(({ principal }) => principal).join(" or ");
    const was = from === null ? "?" : short(from.setting);
    return `${at} ${was} > ${short(to)} by ${entry.timeFrom}, ${who.replaceAll(/\S*assumed-role\//g, "")}`;
  }
  if ("complianceType" in entry) return `${at} ${entry.before ?? "?"} > ${entry.complianceType}`;
  if ("why" in entry) return `${at} ${entry.of} to ${entry.until.slice(0, 19)}: ${entry.why}`;
  return `${at} unexplained ${short(entry.setting)}`;
}

function short(value: { type: string; keyId: string | null } | null): string {
  if (value === null) return "null";
  if (value.keyId === key) return "key";
  return value.keyId === otherKey ? "otherKey" : value.type;
}

describe("timeline", () => {
  let aws: LoopbackAws;
  before(async () => {
    aws = await LoopbackAws.start();
  });
  after(() => aws.stop());

  async function ask(state: RegionState, ...args: string[]): Promise<Outcome & Answer> {
    aws.become({ "eu-west-1": state });
    return read(...args);
  }

  async function read(...args: string[]): Promise<Outcome & Answer> {
    const outcome = await audit(aws, ["timeline", "--regions", "eu-west-1", "--format", "json", ...args]);
    const answer = JSON.parse(outcome.out) as Answer;
    assert.equal(answer.version, 2);
    assert.equal(answer.simulated, false);
    return { ...outcome, ...answer };
  }

  const factsOf = (entries: readonly JsonEntry[]): string[] =>
    entries.filter(({ kind }) => kind !== "gap").map(gist);

  it("has both tracks, page after page: what the setting was, by whom, and what the rule said", async () => {
    const { entries, code, regions } = await ask(guardedRegion({ pageSize: 1 }));

    assert.deepEqual(factsOf(entries), [
      "2026-01-05T09:01:00 ? > NONE by recording, AWS Config's record begins here",
      "2026-01-05T09:01:05 ? > NON_COMPLIANT",
      "2026-01-06T10:00:00 NONE > key by call, Admin/bob",
      "2026-01-06T10:01:05 NON_COMPLIANT > COMPLIANT",
      "2026-01-07T09:59:00 key > otherKey by call, Admin/carol",
      "2026-01-07T10:01:05 COMPLIANT > NON_COMPLIANT",
      "2026-01-08T10:00:00 otherKey > NONE by call, Admin/carol",
      "2026-01-09T10:01:00 unexplained key",
      "2026-01-09T10:01:05 NON_COMPLIANT > COMPLIANT",
      "2026-01-10T09:02:00 COMPLIANT > NON_COMPLIANT",
    ]);
    assert.deepEqual(entries.filter(({ kind }) => kind === "gap").map(gist), [
      "2026-01-05T09:01:00 verdict to 2026-01-05T09:01:05: AWS Config had recorded no verdict yet",
      "2026-01-09T09:46:00 setting to 2026-01-11T12:02:00: AWS Config recorded what no call in CloudTrail explains",
      "2026-01-11T11:47:00 calls to 2026-01-11T12:02:00: CloudTrail may not have delivered every call of this time yet",
    ]);
    assert.equal(regions[0]?.rule, rule);
    // The first record is no change.
    assert.equal(regions[0].changes, 3);
    assert.equal(code, 0);
  });

  it("starts in the middle with what was before", async () => {
    const { entries } = await ask(
      guardedRegion(),
      ...["--since", "2026-01-08", "--until", "2026-01-09T00:00:00Z"],
    );

    assert.deepEqual(
      entries.map(gist),
      [
        "2026-01-08T00:00:00 COMPLIANT > NON_COMPLIANT",
        "2026-01-08T10:00:00 otherKey > NONE by call, Admin/carol",
      ].map((line) => line.replace("COMPLIANT > NON", "? > NON")),
    );
  });

  const odd: { name: string; state: Partial<RegionState>; gists: string[] }[] = [
    {
      name: "knows no verdict where none was recorded",
      state: { items: [setting("2026-01-05T09:01:00.000Z", key)] },
      gists: ["2026-01-05T09:01:00 verdict to 2026-01-11T12:02:00: AWS Config had recorded no verdict yet"],
    },
    {
      name: "takes only the verdicts of its own rule",
      state: {
        items: [
          setting("2026-01-05T09:01:00.000Z", key),
          verdict("2026-01-05T09:01:05.000Z", "NON_COMPLIANT", "somebody-elses"),
        ],
      },
      gists: [
        "2026-01-05T09:01:00 verdict to 2026-01-05T09:01:05: AWS Config had recorded no verdict yet",
        "2026-01-05T09:01:05 verdict to 2026-01-11T12:02:00: the rule, or what it judged, was gone",
      ],
    },
    {
      name: "says that a verdict ended",
      state: {
        items: [
          setting("2026-01-05T09:01:00.000Z", key),
          verdict("2026-01-05T09:01:00.000Z", "COMPLIANT"),
          {
            ...verdict("2026-01-06T00:00:00.000Z", "COMPLIANT"),
            status: "ResourceDeleted",
            configuration: "",
          },
        ],
      },
      gists: ["2026-01-06T00:00:00 verdict to 2026-01-11T12:02:00: the rule, or what it judged, was gone"],
    },
    {
      name: "says that the setting was no longer recorded, by the item's status",
      state: {
        items: [
          setting("2026-01-05T09:01:00.000Z", key),
          verdict("2026-01-05T09:01:00.000Z", "COMPLIANT"),
          { ...setting("2026-01-06T09:01:00.000Z"), status: "ResourceNotRecorded", configuration: "" },
        ],
      },
      gists: [
        "2026-01-06T09:01:00 setting to 2026-01-11T12:02:00: AWS Config's last item says ResourceNotRecorded",
      ],
    },
    {
      name: "knows neither setting nor verdict while the recorder was stopped, and no verdict until one is recorded again",
      state: {
        items: [
          setting("2026-01-05T09:01:00.000Z", key),
          verdict("2026-01-05T09:01:00.000Z", "COMPLIANT"),
          setting("2026-01-07T00:01:00.000Z", otherKey),
          verdict("2026-01-07T00:02:00.000Z", "COMPLIANT"),
        ],
        events: [
          recorderCall("2026-01-06T00:00:00Z", "StopConfigurationRecorder"),
          recorderCall("2026-01-06T12:00:00Z", "StartConfigurationRecorder"),
          recorderCall("2026-01-06T13:00:00Z", "StopConfigurationRecorder", "AWSConfigurationRecorderForX"),
        ],
      },
      gists: [
        "2026-01-06T00:00:00 setting to 2026-01-06T12:00:00: AWS Config's recorder was stopped: a change meanwhile was not recorded",
        "2026-01-06T00:00:00 verdict to 2026-01-07T00:02:00: AWS Config's recorder was stopped, and recorded no verdict since",
      ],
    },
    {
      name: "says that the recorder is stopped now, by its own word",
      state: {
        items: [setting("2026-01-05T09:01:00.000Z", key), verdict("2026-01-05T09:01:00.000Z", "COMPLIANT")],
        recording: false,
        lastStop: "2026-01-06T00:00:00Z",
      },
      gists: [
        "2026-01-05T09:01:00 setting to 2026-01-11T12:02:00: recorder xray-encryption-guard-eu-west-1-0a1b2c3 is stopped; since when is not known",
        "2026-01-06T00:00:00 setting to 2026-01-11T12:02:00: AWS Config's recorder was stopped: a change meanwhile was not recorded",
        "2026-01-06T00:00:00 verdict to 2026-01-11T12:02:00: AWS Config's recorder was stopped, and recorded no verdict since",
      ],
    },
  ];
  for (const { name, state, gists } of odd) {
    it(name, async () => {
      const { entries } = await ask(guardedRegion({ events: [], ...state }));

      const gaps = entries.filter((entry) => "why" in entry && entry.of !== "calls");
      assert.deepEqual(gaps.map(gist), gists);
    });
  }

  it("fails on an item that it does not understand, rather than leave it out", async () => {
    const items = [
      setting("2026-01-05T09:01:00.000Z", key),
      { ...setting("2026-01-06T09:01:00.000Z"), configuration: { type: "KMS" } },
    ];

    const { entries, code, said, problems } = await ask(guardedRegion({ items }));

    assert.equal(entries.length, 0);
    assert.equal(code, 14);
    assert.match(
      said[0] ?? "",
      /^The item of default in eu-west-1 that was recorded at 2026-01-06T09:01:00.000Z cannot be understood: configuration.keyId is missing/,
    );
    assert.equal(problems.length, 1);
  });

  const toKey = { type: "KMS", keyId: key };
  const callers: { name: string; events: Record<string, unknown>[]; said: string[] }[] = [
    {
      name: "each call by its own time, and not the item after it",
      events: [
        call("2026-01-06T09:50:00Z", "Admin/early", toKey),
        call("2026-01-06T10:02:00Z", "Admin/after", { type: "NONE" }),
      ],
      said: [
        "2026-01-06T09:50:00 NONE > key by call, Admin/early",
        "2026-01-06T10:02:00 key > NONE by call, Admin/after",
      ],
    },
    {
      name: "a call that asked for another key by that key",
      events: [call("2026-01-06T10:00:00Z", "Admin/bob", { type: "KMS", keyId: otherKey })],
      said: ["2026-01-06T10:00:00 NONE > otherKey by call, Admin/bob"],
    },
    {
      name: "a call that gave the key's ID",
      events: [call("2026-01-06T10:00:00Z", "Admin/bob", { Type: "KMS", KeyId: key.split("/")[1] ?? "" })],
      said: ["2026-01-06T10:00:00 NONE > key by call, Admin/bob"],
    },
    {
      name: "a call with the key that X-Ray answered, whatever the alias was",
      events: [
        call(
          "2026-01-06T10:00:00Z",
          "Admin/bob",
          { type: "KMS", keyId: "alias/xray-traces" },
          { responseElements: { encryptionConfig: { type: "KMS", keyId: key, status: "UPDATING" } } },
        ),
      ],
      said: ["2026-01-06T10:00:00 NONE > key by call, Admin/bob"],
    },
    {
      name: "nobody for a call that failed, or for another service's call of that name",
      events: [
        call("2026-01-06T10:00:00Z", "Admin/bob", toKey, { errorCode: "AccessDenied" }),
        { ...call("2026-01-06T10:00:00Z", "Admin/eve", toKey), EventSource: "other.amazonaws.com" },
      ],
      said: ["2026-01-06T10:01:00 NONE > key by recording, CloudTrail has no call that asked for it"],
    },
  ];
  for (const { name, events, said } of callers) {
    it(`tells ${name}`, async () => {
      const items = [setting("2026-01-05T09:01:00.000Z"), setting("2026-01-06T10:01:00.000Z", key)];

      const { entries } = await ask(guardedRegion({ items, events }));

      assert.deepEqual(factsOf(entries).slice(1), said);
    });
  }

  it("says that CloudTrail does not reach back that far", async () => {
    const items = [setting("2025-01-05T09:01:00.000Z"), setting("2025-01-06T09:01:00.000Z", key)];

    const { entries } = await ask(guardedRegion({ items, events: [] }));

    assert.ok(
      factsOf(entries).includes(
        "2025-01-06T09:01:00 NONE > key by recording, CloudTrail's record does not reach back to it",
      ),
      factsOf(entries).join("\n"),
    );
  });

  it("tells the rest when CloudTrail cannot be read, and ends partial", async () => {
    const { entries, code, said } = await ask(
      guardedRegion({ fails: { LookupEvents: "AccessDeniedException" } }),
    );

    assert.equal(
      factsOf(entries)[2],
      "2026-01-06T10:01:00 NONE > key by recording, CloudTrail could not be read",
    );
    assert.equal(code, 2);
    assert.match(said[0] ?? "", /allow cloudtrail:LookupEvents\.$/);
  });

  it("prints the table that AWS's tutorial shows, who made the change, and both tracks in a sentence", async () => {
    aws.become({ "eu-west-1": guardedRegion() });

    const { out } = await audit(aws, ["timeline", "--regions", "eu-west-1", "--until", "2026-01-06T11:00"], {
      width: 200,
    });

    const plain = out.replaceAll(/[┌┬┐├┼┤└┴┘─]/g, "").replaceAll(/\s*│\s*/g, "|");
    assert.ok(plain.includes(`|Configuration.type|NONE|KMS||Configuration.keyId||${key}|`), plain);
    for (const expected of [
      "By: arn:aws:sts::123456789012:assumed-role/Admin/bob (CloudTrail, event history, event event-2026-01-06T10:00:00Z)",
      "AWS Config recorded it 2026-01-06 10:01:00Z",
      "eu-west-1: the setting changed 1 time; the rule said NON_COMPLIANT once, for 1 day 1 hour of 1 day 1 hour 58 minutes 55 seconds with a verdict.",
      "Desired: the key alias/xray-traces: since when is not known, until now.",
      "While it was key 11111111-1111-1111-1111-111111111111 (2026-01-06 10:00:00Z to 2026-01-06 11:00:00Z, by CloudTrail's calls): NON_COMPLIANT from 2026-01-05 09:01:05Z to 2026-01-06 10:01:05Z; COMPLIANT from 2026-01-06 10:01:05Z to 2026-01-06 11:00:00Z.",
    ]) {
      assert.ok(out.includes(expected), `"${expected}" is missing in:\n${out}`);
    }
    assert.doesNotMatch(out, /SIMULATED|Verdict then/);
  });

  describe("its rule", () => {
    const put = (at: string, desiredKey: string, configRuleName = rule): Record<string, unknown> =>
      configCall(at, "PutConfigRule", {
        configRule: { configRuleName, inputParameters: JSON.stringify({ desiredKey }) },
      });

    it("desired what CloudTrail's calls say, from when to when", async () => {
      const { regions } = await ask(
        guardedRegion({
          events: [
            put("2026-01-05T09:00:00Z", "alias/old"),
            put("2026-01-05T10:00:00Z", "alias/old"),
            put("2026-01-06T09:00:00Z", "alias/else", "another-rule"),
            put("2026-01-07T09:00:00Z", "alias/xray-traces"),
          ],
        }),
      );

      assert.deepEqual(
        regions[0]?.criteria.map(({ desired, setAt, until }) => [desired, setAt, until]),
        [
          ["the key alias/old", "2026-01-05T09:00:00.000Z", "2026-01-07T09:00:00.000Z"],
          ["the key alias/xray-traces", "2026-01-07T09:00:00.000Z", "now"],
        ],
      );
    });

    it("is found by its parameters and scope, whatever its name", async () => {
      const { regions } = await ask(
        guardedRegion({
          rules: [
            { ...guardRule, ConfigRuleName: "x-ray-encryption", InputParameters: "{}" },
            {
              ...guardRule,
              ConfigRuleName: "s3-keys",
              Scope: { ComplianceResourceTypes: ["AWS::S3::Bucket"] },
            },
            { ...guardRule, ConfigRuleName: "zebra", Scope: undefined },
          ],
        }),
      );

      assert.equal(regions[0]?.rule, "zebra");
    });

    it("is asked for where several may be it", async () => {
      const { code, said } = await ask(
        guardedRegion({ rules: [guardRule, { ...guardRule, ConfigRuleName: "zebra" }] }),
      );

      assert.equal(code, 3);
      assert.deepEqual(said, [
        `Several AWS Config rules in eu-west-1 judge X-Ray's encryption (${rule}, zebra): choose one with --rule NAME.`,
      ]);
    });
  });

  describe("with a trail's files", () => {
    const folder = `org/AWSLogs/${account}/CloudTrail/eu-west-1`;
    const items: Item[] = [
      setting("2025-06-05T09:01:00.000Z"),
      setting("2025-06-06T10:01:00.000Z", key),
      verdict("2025-06-06T10:01:05.000Z", "COMPLIANT"),
    ];
    const other = {
      eventSource: "sts.amazonaws.com",
      eventName: "AssumeRole",
      eventTime: "2025-06-05T00:10:00Z",
    };
    const bob = {
      eventSource: "xray.amazonaws.com",
      eventName: "PutEncryptionConfig",
      eventTime: "2025-06-06T10:00:00Z",
      eventID: "from-the-trail",
      userIdentity: { arn: `arn:aws:sts::${account}:assumed-role/Admin/bob` },
      requestParameters: { type: "KMS", keyId: key },
    };
    const file = (...Records: unknown[]): Buffer => gzipSync(JSON.stringify({ Records }));
    const files = {
      [`${folder}/2024/01/01/a.json.gz`]: Buffer.from("never opened"),
      [`${folder}/2025/06/05/a.json.gz`]: file(other),
      [`${folder}/2025/06/06/a.json.gz`]: file({ ...other, eventTime: "2025-06-06T00:10:00Z" }, bob),
      [`${folder}/2025/06/07/a.json.gz`]: file({ ...other, eventTime: "2025-06-07T12:00:00Z" }),
      [`${folder}/2026/01/01/a.json.gz`]: Buffer.from("never opened"),
    };
    const period = ["--since", "2025-06-05T09:00", "--until", "2025-06-07"];
    const trail = (buckets: Record<string, Buffer>): void => {
      aws.become({ "eu-west-1": guardedRegion({ items, events: [] }) });
      aws.buckets = { logs: buckets };
    };

    it("names whom the event history has long forgotten, and says by which source", async () => {
      trail(files);
      const { entries, regions } = await read("--trail", "s3://logs/org/", ...period);

      assert.deepEqual(factsOf(entries), [
        "2025-06-05T09:01:00 ? > NONE by recording, AWS Config's record begins here",
        "2025-06-06T10:00:00 NONE > key by call, Admin/bob",
        "2025-06-06T10:01:05 ? > COMPLIANT",
      ]);
      const change = entries.find((entry) => "caller" in entry && entry.caller !== null);
      assert.equal(change && "caller" in change && change.caller?.source, "trail");
      assert.deepEqual(regions[0]?.callsKnown, {
        from: "2025-06-05T00:10:00.000Z",
        to: "2025-06-07T12:00:00.000Z",
      });
    });

    it("knows all calls only of days that have files without a day missing", async () => {
      trail(Object.fromEntries(Object.entries(files).filter(([name]) => !name.includes("2025/06/06"))));
      const { entries } = await read("--trail", "s3://logs/org", ...period);

      assert.ok(
        factsOf(entries).includes(
          "2025-06-06T10:01:00 NONE > key by recording, CloudTrail's record does not reach back to it",
        ),
      );
    });

    it("tells the rest where its bucket cannot be read, and ends partial", async () => {
      trail({});
      aws.buckets = {};
      const { code, said } = await read("--trail", "s3://logs/org", ...period);

      assert.equal(code, 2);
      assert.match(said[0] ?? "", /^Cannot read the files in bucket logs in eu-west-1 \(NoSuchBucket/);
    });

    it("refuses what is no bucket", async () => {
      aws.become({ "eu-west-1": guardedRegion() });
      const { code, said } = await audit(aws, ["timeline", "--regions", "eu-west-1", "--trail", "logs/org"]);

      assert.equal(code, 3);
      assert.match(said.join(), /expected where a trail delivers, such as s3:\/\/bucket/);
    });
  });
});

/** An event of AWS Config's, as `LookupEvents` answers it. */
function configCall(at: string, name: string, parameters: unknown): Record<string, unknown> {
  const { CloudTrailEvent, ...event } = call(at, "Admin/ops", {});
  const detail = { ...(JSON.parse(String(CloudTrailEvent)) as object), requestParameters: parameters };
  return {
    ...event,
    EventName: name,
    EventSource: "config.amazonaws.com",
    CloudTrailEvent: JSON.stringify({ ...detail, eventSource: "config.amazonaws.com" }),
  };
}

function recorderCall(
  at: string,
  name: string,
  configurationRecorderName = "default",
): Record<string, unknown> {
  return configCall(at, name, { configurationRecorderName });
}
