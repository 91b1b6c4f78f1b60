import assert from "node:assert/strict";
import { run } from "../../audit/cli/run";
import type { entryToJson } from "../../audit/cli/json";
import { call, guardedRegion, key, otherKey, setting, verdict } from "./account";
import { audit, type Outcome } from "./audit";
import { type Item, LoopbackAws, type RegionState } from "./loopback-aws";

type Entry = ReturnType<typeof entryToJson>;

describe("timeline", () => {
  let aws: LoopbackAws;
  before(async () => {
    aws = await LoopbackAws.start();
  });
  after(() => aws.stop());

  async function entriesOf(
    state: RegionState,
    ...args: string[]
  ): Promise<Outcome & { entries: Entry[]; problems: unknown[] }> {
    aws.become({ "eu-west-1": state });
    const outcome = await audit(aws, ["timeline", "--regions", "eu-west-1", "--format", "json", ...args]);
    const { version, entries, problems } = JSON.parse(outcome.out) as {
      version: number;
      entries: Entry[];
      problems: unknown[];
    };
    assert.equal(version, 1);
    return { ...outcome, entries, problems };
  }

  /** What a person looks at first. */
  const gist = ({ at, kind, changes, verdict: then, by, byUnknown }: Entry): unknown[] => [
    at,
    kind,
    changes
      .map(({ property, from, to }) => `${property.replace("Configuration.", "")} ${from} > ${to}`)
      .join(", "),
    then === null ? null : `${then.complianceType} ${then.recordedAt}${then.standing ? " standing" : ""}`,
    by?.principal.replace(/.*assumed-role\//, "") ?? byUnknown,
  ];

  it("tells each change with from and to, the verdict recorded then, and who did it, page after page", async () => {
    const { entries, code } = await entriesOf(guardedRegion({ pageSize: 1 }));

    assert.deepEqual(entries.map(gist), [
      [
        "2026-01-05T09:01:00.000Z",
        "change",
        "type null > NONE",
        "NON_COMPLIANT 2026-01-05T09:01:05.000Z",
        "first seen by AWS Config; CloudTrail has no earlier call",
      ],
      [
        "2026-01-06T10:01:00.250Z",
        "change",
        `type NONE > KMS, keyId null > ${key}`,
        "COMPLIANT 2026-01-06T10:01:05.000Z",
        "Admin/bob",
      ],
      [
        "2026-01-07T10:01:00.000Z",
        "change",
        `keyId ${key} > ${otherKey}`,
        "NON_COMPLIANT 2026-01-07T10:01:05.000Z",
        "Admin/carol",
      ],
      [
        "2026-01-08T10:01:00.000Z",
        "change",
        `type KMS > NONE, keyId ${otherKey} > null`,
        "NON_COMPLIANT 2026-01-07T10:01:05.000Z standing",
        "Admin/carol",
      ],
      [
        "2026-01-09T10:01:00.000Z",
        "change",
        `type NONE > KMS, keyId null > ${key}`,
        "COMPLIANT 2026-01-09T10:01:05.000Z",
        "CloudTrail's event history has no call for it",
      ],
      ["2026-01-10T09:02:00.000Z", "verdict", "", "NON_COMPLIANT 2026-01-10T09:02:00.000Z", null],
    ]);
    assert.equal(code, 0);
  });

  it("reads no more than a page ahead", async () => {
    const items = Array.from({ length: 3000 }, (_, index) =>
      setting(
        new Date(Date.UTC(2025, 0, 1) + index * 3_600_000).toISOString(),
        index % 2 === 0 ? key : undefined,
      ),
    );
    aws.become({ "eu-west-1": guardedRegion({ items, pageSize: 100 }) });
    const seen: number[] = [];

    await run(["timeline", "--regions", "eu-west-1", "--format", "csv"], {
      print: () => seen.push(aws.operations.filter((name) => name === "GetResourceConfigHistory").length),
      warn: () => undefined,
      now: new Date(),
      color: false,
      width: undefined,
      environment: {},
      access: { endpoint: aws.url, credentials: { accessKeyId: "AKIATEST", secretAccessKey: "s" } },
    });

    assert.equal(seen.length, 3000);
    // One call for the verdicts, of which there are none, and one for each page of a hundred items.
    assert.deepEqual([seen[0], seen[98], seen[1500], seen.at(-1)], [2, 2, 17, 31]);
  });

  it("starts in the middle with what stood before", async () => {
    const { entries } = await entriesOf(
      guardedRegion(),
      ...["--since", "2026-01-08", "--until", "2026-01-09T00:00:00Z"],
    );

    assert.deepEqual(entries.map(gist), [
      [
        "2026-01-08T10:01:00.000Z",
        "change",
        `type KMS > NONE, keyId ${otherKey} > null`,
        "NON_COMPLIANT 2026-01-07T10:01:05.000Z standing",
        "Admin/carol",
      ],
    ]);
    assert.equal(entries[0]?.first, false);
  });

  const odd: { name: string; items: Item[]; gists: unknown[][] }[] = [
    {
      name: "says so where no verdict was recorded",
      items: [setting("2026-01-05T09:01:00.000Z", key)],
      gists: [["2026-01-05T09:01:00.000Z", null]],
    },
    {
      name: "takes only the verdicts of its own rule",
      items: [
        setting("2026-01-05T09:01:00.000Z", key),
        verdict("2026-01-05T09:01:05.000Z", "NON_COMPLIANT", "somebody-elses"),
      ],
      gists: [["2026-01-05T09:01:00.000Z", null]],
    },
    {
      name: "does not tell a verdict of much later with the change",
      items: [setting("2026-01-05T09:01:00.000Z", key), verdict("2026-01-06T09:02:00.000Z", "COMPLIANT")],
      gists: [
        ["2026-01-05T09:01:00.000Z", null],
        ["2026-01-06T09:02:00.000Z", "COMPLIANT"],
      ],
    },
    {
      name: "does not tell a verdict on the next change with this one",
      items: [
        setting("2026-01-05T09:01:00.000Z", key),
        setting("2026-01-05T09:02:00.000Z", otherKey),
        verdict("2026-01-05T09:02:05.000Z", "NON_COMPLIANT"),
      ],
      gists: [
        ["2026-01-05T09:01:00.000Z", null],
        ["2026-01-05T09:02:00.000Z", "NON_COMPLIANT"],
      ],
    },
    {
      name: "tells that a verdict ended",
      items: [
        setting("2026-01-05T09:01:00.000Z", key),
        verdict("2026-01-05T09:01:05.000Z", "COMPLIANT"),
        { ...verdict("2026-01-06T00:00:00.000Z", "COMPLIANT"), status: "ResourceDeleted", configuration: "" },
      ],
      gists: [
        ["2026-01-05T09:01:00.000Z", "COMPLIANT"],
        ["2026-01-06T00:00:00.000Z", null],
      ],
    },
  ];
  for (const { name, items, gists } of odd) {
    it(name, async () => {
      const { entries } = await entriesOf(guardedRegion({ items, events: [] }));

      assert.deepEqual(
        entries.map(({ at, verdict: then }) => [at, then?.complianceType ?? null]),
        gists,
      );
    });
  }

  it("tells of a setting that is no longer recorded by the item's status", async () => {
    const { entries } = await entriesOf(
      guardedRegion({
        items: [
          setting("2026-01-05T09:01:00.000Z", key),
          { ...setting("2026-01-06T09:01:00.000Z"), status: "ResourceNotRecorded", configuration: "" },
        ],
      }),
    );

    assert.equal(entries[1]?.gone, "ResourceNotRecorded");
    assert.deepEqual(
      entries[1].changes.map(({ from, to }) => [from, to]),
      [
        ["KMS", null],
        [key, null],
      ],
    );
  });

  it("fails on an item that it does not understand, rather than leave it out", async () => {
    const items = [
      setting("2026-01-05T09:01:00.000Z", key),
      { ...setting("2026-01-06T09:01:00.000Z"), configuration: { type: "KMS" } },
    ];

    const { entries, code, said, problems } = await entriesOf(guardedRegion({ items }));

    assert.equal(entries.length, 1);
    assert.equal(code, 2);
    assert.match(
      said[0] ?? "",
      /^The item of default in eu-west-1 that was recorded at 2026-01-06T09:01:00.000Z cannot be understood: configuration.keyId is missing/,
    );
    assert.equal(problems.length, 1);
  });

  const callers: { name: string; events: Record<string, unknown>[]; by: string }[] = [
    {
      name: "the latest call before AWS Config saw the change",
      events: [
        call("2026-01-06T09:50:00Z", "Admin/early", { type: "KMS", keyId: "alias/xray-traces" }),
        call("2026-01-06T10:00:30Z", "Admin/late", { type: "KMS", keyId: key }),
        call("2026-01-06T10:02:00Z", "Admin/after", { type: "KMS", keyId: key }),
      ],
      by: "Admin/late",
    },
    {
      name: "no call for another key",
      events: [call("2026-01-06T10:00:00Z", "Admin/bob", { type: "KMS", keyId: otherKey })],
      by: "CloudTrail's event history has no call for it",
    },
    {
      name: "a call that gave the key's ID",
      events: [call("2026-01-06T10:00:00Z", "Admin/bob", { Type: "KMS", KeyId: key.split("/")[1] ?? "" })],
      by: "Admin/bob",
    },
    {
      name: "no call for an alias that X-Ray answered with another key",
      events: [
        call(
          "2026-01-06T10:00:00Z",
          "Admin/bob",
          { type: "KMS", keyId: "alias/xray-traces" },
          { responseElements: { encryptionConfig: { type: "KMS", keyId: otherKey, status: "UPDATING" } } },
        ),
      ],
      by: "CloudTrail's event history has no call for it",
    },
    {
      name: "no call that failed",
      events: [
        call("2026-01-06T10:00:00Z", "Admin/bob", { type: "KMS", keyId: key }, { errorCode: "AccessDenied" }),
      ],
      by: "CloudTrail's event history has no call for it",
    },
    {
      name: "no call of long before the change before",
      events: [call("2026-01-04T10:00:00Z", "Admin/bob", { type: "KMS", keyId: key })],
      by: "CloudTrail's event history has no call for it",
    },
    {
      name: "no call of another service's API of that name",
      events: [
        {
          ...call("2026-01-06T10:00:00Z", "Admin/bob", { type: "KMS", keyId: key }),
          EventSource: "other.amazonaws.com",
        },
      ],
      by: "CloudTrail's event history has no call for it",
    },
  ];
  for (const { name, events, by } of callers) {
    it(`holds responsible ${name}`, async () => {
      const items = [setting("2026-01-05T09:01:00.000Z"), setting("2026-01-06T10:01:00.000Z", key)];

      const { entries } = await entriesOf(guardedRegion({ items, events }));

      assert.equal(gist(entries[1] ?? assert.fail()).at(-1), by);
    });
  }

  it("says that CloudTrail does not reach back that far", async () => {
    const items = [setting("2025-01-05T09:01:00.000Z", key)];

    const { entries } = await entriesOf(guardedRegion({ items }));

    assert.equal(entries[0]?.byUnknown, "older than the 90 days of CloudTrail's event history");
  });

  it("tells the rest when CloudTrail cannot be read, and ends partial", async () => {
    const { entries, code, said } = await entriesOf(
      guardedRegion({ fails: { LookupEvents: "AccessDeniedException" } }),
    );

    assert.equal(entries.length, 6);
    assert.equal(entries[1]?.byUnknown, "CloudTrail could not be read");
    assert.equal(code, 2);
    assert.match(said[0] ?? "", /allow cloudtrail:LookupEvents\.$/);
  });

  it("prints the table that AWS's tutorial shows", async () => {
    aws.become({ "eu-west-1": guardedRegion() });

    const { out } = await audit(aws, ["timeline", "--regions", "eu-west-1", "--until", "2026-01-06T11:00"], {
      width: 200,
    });

    const plain = out.replaceAll(/[┌┬┐├┼┤└┴┘─]/g, "").replaceAll(/\s*│\s*/g, "|");
    assert.ok(plain.includes(`|Configuration.type|NONE|KMS||Configuration.keyId||${key}|`), plain);
    assert.ok(out.includes("Verdict then: COMPLIANT, recorded 2026-01-06 10:01:05Z"));
    assert.ok(out.includes("By: arn:aws:sts::123456789012:assumed-role/Admin/bob at 2026-01-06 10:00:00Z"));
  });
});
