import assert from "node:assert/strict";
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { verdictNow } from "../../audit/accounts/sentences";
import { type AccountSummary, inOrder, type RegionSummary, type Times } from "../../audit/accounts/summary";
import type { InventoryRow } from "../../audit/inventory/inventory";
import { guardedRegion, recorder, result, setting, verdict } from "./account";
import { audit, type Outcome } from "./audit";
import { home, LoopbackAccounts, refuses, type AccountState } from "./loopback-accounts";
import type { RegionState } from "./loopback-aws";

const channel = undefined as never;
/** As `guardedRegion`, without a bucket. */
const wrong = (more: Partial<RegionState> = {}): RegionState => guardedRegion({ channel, ...more });
/** Compliant from the first verdict on. */
const right = (more: Partial<RegionState> = {}): RegionState =>
  wrong({
    results: [result("2026-01-11T09:02:00Z", "COMPLIANT", "As desired.")],
    items: [setting("2026-01-05T09:01:00.000Z"), verdict("2026-01-05T09:01:05.000Z", "COMPLIANT")],
    events: [],
    ...more,
  });
const noRecorder = { recorder: undefined as never };

const long = "111111111111";
const short = "222222222222";
const refusing = "333333333333";
const bare = "444444444444";
const partly = "555555555555";
const never = "666666666666";

const accounts: Record<string, AccountState> = {
  [never]: { "eu-west-1": right(), "us-east-1": right() },
  [short]: {
    "eu-west-1": wrong({
      items: [
        setting("2026-01-05T09:01:00.000Z"),
        verdict("2026-01-05T09:01:05.000Z", "NON_COMPLIANT"),
        verdict("2026-01-05T10:01:05.000Z", "COMPLIANT"),
      ],
      label: "staging",
    }),
    "us-east-1": right(),
  },
  [partly]: { "eu-west-1": right(), "us-east-1": right({ ...noRecorder, items: [], rules: [] }) },
  [refusing]: refuses("AccessDenied"),
  [bare]: {
    "eu-west-1": right({ ...noRecorder, items: [], rules: [] }),
    "us-east-1": right({ items: [], recording: false }),
  },
  [long]: { "eu-west-1": wrong(), "us-east-1": wrong() },
};

describe("report on many accounts", () => {
  let aws: LoopbackAccounts;
  let folder: string;
  let out: string;
  let list: string;
  let outcome: Outcome;
  before(async () => {
    aws = await LoopbackAccounts.start();
    folder = await mkdtemp(path.join(tmpdir(), "accounts-"));
    out = path.join(folder, "report");
    list = path.join(folder, "accounts.csv");
    const lines = [...Object.keys(accounts)].map((id) => (id === never ? `${id}, sandbox` : id));
    await writeFile(list, `# All that we know of\r\n\r\n${lines.join("\r\n")}\r\n`);
    aws.become(accounts);
    outcome = await report("--accounts", list, "--regions", "eu-west-1,us-east-1");
  });
  after(async () => {
    await aws.stop();
    await rm(folder, { recursive: true });
  });

  const report = (...args: string[]): Promise<Outcome> =>
    audit(aws, ["report", "--role", "Auditor", "--out", out, ...args]);
  const read = (name: string): Promise<string> => readFile(path.join(out, name), "utf8");
  const document = async (): Promise<{ accounts: AccountSummary[] } & Record<string, unknown>> =>
    JSON.parse(await read("accounts.json")) as { accounts: AccountSummary[] };
  const linesOf = async (): Promise<Map<string, string>> => {
    const html = await read("report.html");
    const lines = html.slice(html.indexOf("<ol")).split("<li id=").slice(1);
    return new Map(
      lines.map((line) => [
        line.slice(9, 21),
        line
          .slice(0, line.indexOf("</li>"))
          .replace(/^[^>]*>/, "")
          .replaceAll(/<[^>]*>/g, " ")
          .replaceAll(/\s+/g, " ")
          .trim(),
      ]),
    );
  };

  it("sorts them by how long they were wrong; of equals the one of which less is known is first", async () => {
    assert.deepEqual([...(await linesOf()).keys()], [long, short, refusing, bare, partly, never]);
    const { accounts: summaries } = await document();
    assert.deepEqual(
      summaries.map(({ account }) => account),
      [long, short, refusing, bare, partly, never],
    );
  });

  const nothing = "Nothing is known of whether it was wrong: no verdict of compliant or not is recorded.";
  const said: [account: string, line: string][] = [
    [
      long,
      `${long} now: ✕ not compliant Added up over 2 Regions: NON_COMPLIANT 6 times, for 8 days 8 hours of 12 days 6 hours 1 minute 50 seconds with a verdict; the longest spell 2 days. Not compliant now: eu-west-1, us-east-1. Of the Regions with a verdict, none is known for 10 seconds in all.`,
    ],
    [
      short,
      `${short} (staging) now: ✕ not compliant Added up over 2 Regions: NON_COMPLIANT once, for 1 hour of 12 days 6 hours 1 minute 50 seconds with a verdict; the longest spell 1 hour. Not compliant now: eu-west-1. Of the Regions with a verdict, none is known for 10 seconds in all.`,
    ],
    [
      bare,
      `${bare} now: – not known ${nothing} Not guarded now: eu-west-1 (no AWS Config rule judges the setting; the Region has no AWS Config recorder). Not guarded now: us-east-1 (recorder ${recorder.name} is stopped). No verdict of compliant or not is recorded: eu-west-1, us-east-1.`,
    ],
    [
      refusing,
      `${refusing} now: – not known Nothing is known: the account could not be asked. Cannot read account ${refusing} in eu-west-1 (AccessDenied: AWS says AccessDenied): allow sts:AssumeRole on arn:aws:iam::${refusing}:role/Auditor, to the caller and in that role's trust policy.`,
    ],
    [
      partly,
      `${partly} now: – not known In eu-west-1: never NON_COMPLIANT in 6 days 3 hours 55 seconds with a verdict. Not guarded now: us-east-1 (no AWS Config rule judges the setting; the Region has no AWS Config recorder). No verdict of compliant or not is recorded: us-east-1. Of the Regions with a verdict, none is known for 5 seconds in all.`,
    ],
    [
      never,
      `${never} (sandbox) now: ✓ compliant Added up over 2 Regions: never NON_COMPLIANT in 12 days 6 hours 1 minute 50 seconds with a verdict. Of the Regions with a verdict, none is known for 10 seconds in all.`,
    ],
  ];
  for (const [account, line] of said) {
    it(`says what came of ${account}, and what is not known of it`, async () => {
      assert.equal((await linesOf()).get(account), line);
    });
  }

  it("counts no account as compliant of which that is not known", async () => {
    assert.ok(
      outcome.out.startsWith(
        [
          "Wrong at some time: 2 of 6 accounts. Wrong now: 2.",
          "Nothing known: 2. Of these could not be asked: 1; have no verdict of compliant or not: 1.",
          "Never wrong in the time with a verdict: 2. Of these have Regions of which nothing is known: 1.",
          "Not guarded now: 3 of 12 Regions, in 2 accounts. Not known whether guarded: 2.\n",
        ].join("\n"),
      ),
      outcome.out,
    );
    assert.ok((await read("report.html")).includes("<li>Wrong at some time: 2 of 6 accounts"));
  });

  it("goes on when an account refuses, says so in a line, and ends partial", () => {
    assert.equal(outcome.code, 2);
    assert.deepEqual(
      outcome.said.map((sentence) => sentence.slice(0, 49)),
      [`${refusing}: Cannot read account ${refusing} in`],
    );
  });

  it("ends with the reason of all where all refuse for the same", async () => {
    aws.become({ [long]: refuses("AccessDenied"), [short]: refuses("AccessDenied") });

    const { code } = await audit(aws, [
      ...["report", "--role", "Auditor", "--accounts", `${long},${short}`],
      ...["--regions", "eu-west-1", "--out", path.join(folder, "refused")],
    ]);

    assert.equal(code, 6);
  });

  it("has a whole report for each account, with its own manifest, and one manifest over all", async () => {
    const names = await readdir(path.join(out, long));
    assert.deepEqual(names.sort(), [
      ...["changes.csv", "manifest.json", "manifest.json.sha256"],
      ...["raw", "report.html", "report.json", "verdicts.csv"],
    ]);
    assert.deepEqual((await readdir(out)).sort(), [
      ...[long, short, bare, partly, never],
      ...["accounts.csv", "accounts.json", "manifest.json", "manifest.json.sha256", "raw", "report.html"],
    ]);
    const page = await read(`${long}/report.html`);
    assert.ok(page.includes(`X-Ray encryption of account ${long}`));
    assert.ok((await read("report.html")).includes(`<a href="${long}/report.html">`));
    const whole = await audit(aws, ["verify", out]);
    const one = await audit(aws, ["verify", path.join(out, long)]);
    assert.deepEqual([whole.code, one.code], [0, 0]);
    assert.match(whole.out, /report: 44 files the same, 0 different\.\nMade .* of 6 accounts by /);
    assert.match(one.out, new RegExp(`6 files the same, 0 different\\.\\nMade .* of account ${long} by `));
    const { accounts: summaries } = await document();
    assert.ok(one.out.includes(summaries[0]?.manifestSha256 ?? "?"));
  });

  it("keeps no credentials of the roles, in no file", async () => {
    const names = await readdir(out, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile());
    const texts = await Promise.all(
      files.map(({ parentPath, name }) => readFile(path.join(parentPath, name), "utf8")),
    );
    assert.equal(texts.filter((text) => /secret-of|session-of/.test(text)).length, 0);
    const raw = await read("raw/eu-west-1.jsonl");
    assert.equal(raw.match(/"call":"sts:AssumeRole"/g)?.length, 5);
  });

  it("names who asks in the session of each role, with the external ID, and the caller's partition", async () => {
    aws.become({ [long]: { "eu-west-1": wrong() } });
    aws.account(home).caller = `arn:aws-cn:sts::${home}:assumed-role/Auditor/alice doe@example.com`;

    await audit(aws, [
      ...["report", "--role", "audit/Reader", "--external-id", "e-1", "--accounts", long],
      ...["--regions", "eu-west-1", "--out", path.join(folder, "named")],
    ]);

    const { RoleArn, RoleSessionName, ExternalId } = aws.assumed[0] ?? {};
    assert.deepEqual(
      [RoleArn, RoleSessionName, ExternalId],
      [`arn:aws-cn:iam::${long}:role/audit/Reader`, "xray-encryption-audit-alice-doe@example.com", "e-1"],
    );
  });

  it("reads the caller's own account with the caller's own credentials", async () => {
    aws.become({ [home]: { "eu-west-1": wrong() } });

    const { code } = await audit(aws, [
      ...["report", "--role", "Auditor", "--accounts", home],
      ...["--regions", "eu-west-1", "--out", path.join(folder, "own")],
    ]);

    assert.deepEqual([code, aws.assumed], [0, []]);
  });

  it("takes accounts and Regions from an aggregator, also those that it has no setting of", async () => {
    const found = (accountId: string, awsRegion: string) => ({
      ...{ accountId, awsRegion, resourceId: "default", configuration: { type: "NONE" } },
    });
    const source = (SourceId: string, AwsRegion?: string) => ({
      SourceId,
      AwsRegion,
      LastUpdateStatus: "FAILED",
    });
    const aggregate = {
      settings: [found(long, "us-east-1"), found(long, "eu-west-1")],
      verdicts: [],
      sources: [
        source(short, "eu-west-1"),
        source(long, "eu-west-1"),
        source("o-abcdefghij", "eu-west-1"),
        source("o-klmnopqrst"),
      ],
    };
    aws.become({
      [home]: { "eu-central-1": { aggregate } },
      [long]: { "eu-west-1": wrong(), "us-east-1": wrong() },
      [short]: { "eu-west-1": wrong() },
    });
    const place = path.join(folder, "aggregated");

    const { code } = await audit(aws, [
      ...["report", "--role", "Auditor", "--aggregator", "everybody"],
      ...["--regions", "eu-central-1", "--out", place],
    ]);

    const json = JSON.parse(await readFile(path.join(place, "accounts.json"), "utf8")) as {
      aggregator: string;
      accounts: AccountSummary[];
    };
    assert.equal(code, 0);
    assert.equal(json.aggregator, "everybody");
    assert.deepEqual(
      json.accounts.map(({ account, regions }) => [account, regions.map(({ region }) => region)]),
      [
        [long, ["eu-west-1", "us-east-1"]],
        [short, ["eu-west-1"]],
      ],
    );
  });

  it("has a row for each Region of each account as CSV", async () => {
    const [head, ...rows] = (await read("accounts.csv")).trimEnd().split("\n");
    assert.match(head ?? "", /^account,label,region,guarded,notGuarded,verdict,from,to,nonCompliantSeconds,/);
    assert.equal(rows.length, 12);
    assert.match(rows[0] ?? "", new RegExp(`^${long},,eu-west-1,true,,NON_COMPLIANT,.*,360000,`));
    assert.ok(
      rows.some((row) => row.startsWith(`${refusing},,us-east-1,,the account could not be asked,,,,,,`)),
    );
  });

  it("leaves what was there where a list cannot be understood", async () => {
    const before = await read("manifest.json");
    const lists: [content: string, says: RegExp][] = [
      [
        "123456789012\n12345,x\n",
        /^Line 2 of .*: expected an account ID of twelve digits, and after a comma/,
      ],
      ["# nobody\n", /^There is no account in /],
    ];
    for (const [content, says] of lists) {
      const file = path.join(folder, "bad.csv");
      await writeFile(file, content);
      const { code, said: sentences } = await report("--accounts", file, "--regions", "eu-west-1");
      assert.equal(code, 3);
      assert.match(sentences.join("\n"), says);
    }
    const missing = await report("--accounts", "nowhere.csv", "--regions", "eu-west-1");
    assert.match(missing.said[0] ?? "", /^The accounts cannot be read \(ENOENT.*\): expected account IDs/);
    assert.equal(await read("manifest.json"), before);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith(".tmp")),
      [],
    );
  });

  it("finds a changed byte in an account's report, and an account that is gone", async () => {
    await appendFile(path.join(out, short, "report.html"), " ");
    await rm(path.join(out, never), { recursive: true });

    const { code, out: told } = await audit(aws, ["verify", out]);

    assert.equal(code, 10);
    assert.ok(told.includes(`${short}/report.html was changed`), told);
    assert.ok(told.includes(`${never}/manifest.json is missing`), told);
  });
});

describe("the order of accounts", () => {
  const times = {
    nonCompliantSeconds: 0,
    judgedSeconds: 60,
    unjudgedSeconds: 0,
    occurrences: 0,
    longestSeconds: 0,
  };
  const known = {
    ...{ region: "eu-west-1", guarded: true, notGuarded: [], verdict: null, history: times, problems: [] },
  };
  const one = (account: string, sum: Partial<Times>, regions: RegionSummary[]): AccountSummary => ({
    ...{ account, label: null, folder: null, manifestSha256: null, from: null, to: null, error: null },
    ...{ sum: { ...times, ...sum }, regions },
  });
  const unknown = { ...known, history: null };
  /** Each before the next, whatever comes after the first that differs. */
  const accounts = [
    one("9", { nonCompliantSeconds: 2 }, [known]),
    one("8", { nonCompliantSeconds: 1, unjudgedSeconds: 9 }, [unknown]),
    one("7", { nonCompliantSeconds: 1 }, [known]),
    one("6", {}, [unknown, known]),
    one("5", { unjudgedSeconds: 9 }, [{ ...known, guarded: null }, known]),
    one("4", { unjudgedSeconds: 8 }, [{ ...known, guarded: false }, known]),
    one("2", { unjudgedSeconds: 9 }, [known, known]),
    one("1", {}, [known, known]),
    one("3", {}, [known, known]),
  ];

  it("is that of the time wrong, then of what is not known and not guarded, then of their IDs", () => {
    const ids = (list: readonly AccountSummary[]): string[] => list.map(({ account }) => account);
    assert.deepEqual(ids(inOrder(accounts.toReversed())), ids(accounts));
  });
});

describe("the badge of an account", () => {
  const region = (verdict: string | null, guarded: boolean | null): RegionSummary => ({
    ...{ region: "eu-west-1", guarded, notGuarded: [], verdict, history: null, problems: [] },
  });
  const cases: [says: string, regions: RegionSummary[], expected: string | undefined][] = [
    ["compliant where all is", [region("COMPLIANT", true), region("COMPLIANT", true)], "COMPLIANT"],
    ["nothing where a Region has no verdict", [region("COMPLIANT", true), region(null, true)], undefined],
    ["nothing of a verdict that nobody keeps up", [region("COMPLIANT", false)], undefined],
    ["nothing where it is not known whether it is kept up", [region("COMPLIANT", null)], undefined],
    ["nothing where a Region was not evaluated", [region("INSUFFICIENT_DATA", true)], undefined],
    ["not compliant where one is not", [region(null, null), region("NON_COMPLIANT", true)], "NON_COMPLIANT"],
  ];
  for (const [says, regions, expected] of cases) {
    it(`says ${says}`, () => {
      assert.equal(verdictNow({ regions }), expected);
    });
  }
});

describe("inventory of many accounts", () => {
  let aws: LoopbackAccounts;
  before(async () => {
    aws = await LoopbackAccounts.start();
  });
  after(() => aws.stop());

  it("asks each account itself; one that refuses is a row for each Region, and a sentence", async () => {
    aws.become({
      [long]: { "eu-west-1": wrong(), "us-east-1": wrong() },
      [refusing]: refuses("AccessDenied"),
    });

    const { code, out, said } = await audit(aws, [
      ...["inventory", "--accounts", `${long},${refusing}`, "--role", "Auditor"],
      ...["--regions", "eu-west-1,us-east-1", "--format", "json"],
    ]);

    const { rows } = JSON.parse(out) as { rows: InventoryRow[] };
    assert.deepEqual(
      rows.map(({ account, region, setting: found, error }) => [
        account,
        region,
        found?.source,
        error?.reason,
      ]),
      [
        [long, "eu-west-1", "X-Ray", undefined],
        [long, "us-east-1", "X-Ray", undefined],
        [refusing, "eu-west-1", undefined, "accessDenied"],
        [refusing, "us-east-1", undefined, "accessDenied"],
      ],
    );
    assert.equal(code, 2);
    assert.deepEqual(
      said.map((sentence) => sentence.slice(0, 65)),
      [`${refusing}: 2 of 2 Regions could not be read. The first: Cannot`],
    );
  });
});
