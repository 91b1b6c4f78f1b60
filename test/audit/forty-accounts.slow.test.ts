import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { AccountSummary } from "../../audit/accounts/summary";
import { measuredAudit, type Took } from "../../tools/bench/report/measured-audit";
import { type Fate, openForty, regions, role } from "./forty-accounts";

/** About half a day of forty accounts passes before the first test, with two hundred functions. */
const patience = 900_000;

describe("a report on 40 accounts of 5 Regions, in local accounts", function () {
  this.timeout(patience);
  let folder: string;
  let forty: Awaited<ReturnType<typeof openForty>>;
  let took: Took;
  let verified: Took;
  let summaries: AccountSummary[];
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "forty-"));
    forty = await openForty();
    const { home, accounts } = forty;
    const list = path.join(folder, "accounts.txt");
    await writeFile(list, [...accounts.keys()].join("\n"));
    const asking = {
      url: home.endpointUrl,
      now: home.clock.iso(),
      credentials: home.iam.credentials(home.administrator),
    };
    const out = path.join(folder, "report");
    took = await measuredAudit(asking, [
      ...["report", "--accounts", list, "--role", role, "--regions", regions.join(","), "--out", out],
    ]);
    verified = await measuredAudit(asking, ["verify", out]);
    ({ accounts: summaries } = JSON.parse(await readFile(path.join(out, "accounts.json"), "utf8")) as {
      accounts: AccountSummary[];
    });
  });
  after(async () => {
    await forty.close();
    await rm(folder, { recursive: true });
  });

  const of = (name: Fate["name"]): AccountSummary[] =>
    summaries.filter(({ account }) => forty.accounts.get(account)?.name === name);
  const hours = ({ sum }: AccountSummary): number => Math.round(sum.nonCompliantSeconds / 3600);

  it("says in a line each which accounts refused, and ends partial", () => {
    assert.equal(took.code, 2);
    assert.deepEqual(
      took.said.map((sentence) => sentence.replace(/ \(.*/, "")),
      of("refusing").map(({ account }) => `${account}: Cannot read account ${account} in eu-central-1`),
    );
  });

  it("is in the order of the time wrong, with what is unknown before what is not", () => {
    assert.equal(summaries.length, 40);
    const names = summaries.map(({ account }) => forty.accounts.get(account)?.name);
    assert.deepEqual([...new Set(names)].sort(), [
      "partly guarded",
      "put right",
      "refusing",
      "right",
      "unguarded",
      "wrong",
    ]);
    const times = summaries.map(({ sum }) => sum.nonCompliantSeconds);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
    assert.deepEqual(names.slice(12), [
      ...Array<string>(4).fill("refusing"),
      ...Array<string>(4).fill("unguarded"),
      ...Array<string>(6).fill("partly guarded"),
      ...Array<string>(14).fill("right"),
    ]);
  });

  it("says how long each was wrong, to the hour", () => {
    assert.deepEqual(of("wrong").map(hours), [22, 20, 18, 16, 14, 12]);
    assert.deepEqual(of("put right").map(hours), [6, 5, 4, 3, 2, 1]);
    assert.deepEqual([...new Set(of("right").map(hours))], [0]);
  });

  it("tells guarded Regions from those that are not, and from those of which that is not known", () => {
    const guarded = (name: Fate["name"]): unknown[] => [
      ...new Set(of(name).map((account) => account.regions.map((region) => region.guarded).join())),
    ];
    assert.deepEqual(guarded("refusing"), [",,,,"]);
    assert.deepEqual(guarded("unguarded"), ["false,false,false,false,false"]);
    assert.deepEqual(guarded("partly guarded"), ["true,true,true,false,false"]);
    assert.deepEqual(guarded("right"), ["true,true,true,true,true"]);
  });

  it("has a report of each account that did not refuse, and a manifest that holds for all of it", async () => {
    assert.equal(verified.code, 0);
    const pages = summaries.filter(({ folder: own }) => own !== null);
    assert.equal(pages.length, 36);
    const html = await readFile(path.join(folder, "report", pages[0]?.folder ?? "", "report.html"), "utf8");
    assert.match(html, /X-Ray encryption of account \d{12} \(wrong 0\)/);
  });

  it("takes less than a minute of the processor and 400 MB, and its first page less than 100 kB", async () => {
    const { size } = await stat(path.join(folder, "report", "report.html"));
    const figures = `${took.ms} ms, ${took.cpuMs} ms of the processor, ${took.peakMb} MB, ${size} B`;
    if (process.env["SHOW_FIGURES"]) process.stdout.write(`      ${figures}\n`);
    assert.ok(took.cpuMs < 60_000 && took.peakMb < 400 && size < 100_000, figures);
  });
});
