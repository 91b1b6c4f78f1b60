import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFile, cp, mkdtemp, readFile, rename, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { delivered, guardedRegion } from "./account";
import { audit, type Outcome } from "./audit";
import { LoopbackAws } from "./loopback-aws";

/** Changes one bit of one byte in the middle of a file. */
async function flip(file: string): Promise<void> {
  const bytes = await readFile(file);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

const cases: { name: string; does: (folder: string) => Promise<void>; same: number; says: string[] }[] = [
  ...["report.html", "changes.csv", "verdicts.csv", "report.json", "raw/eu-west-1.jsonl"].map((file) => ({
    name: `a changed byte in ${file}`,
    does: (folder: string) => flip(path.join(folder, file)),
    same: 4,
    says: [`${file} was changed: its SHA-256 is another than the manifest's.`],
  })),
  {
    name: "a byte more",
    does: (folder) => appendFile(path.join(folder, "changes.csv"), "\n"),
    same: 4,
    says: ["changes.csv was changed: its SHA-256 is another than the manifest's."],
  },
  {
    name: "a missing file",
    does: (folder) => unlink(path.join(folder, "raw/eu-west-1.jsonl")),
    same: 4,
    says: ["raw/eu-west-1.jsonl is missing."],
  },
  {
    name: "a file that was added",
    does: (folder) => writeFile(path.join(folder, "raw/more.jsonl"), "{}"),
    same: 5,
    says: ["raw/more.jsonl was added: the manifest does not have it."],
  },
  {
    name: "a file of another name",
    does: (folder) => rename(path.join(folder, "changes.csv"), path.join(folder, "Changes.csv")),
    same: 4,
    says: ["changes.csv is missing.", "Changes.csv was added: the manifest does not have it."],
  },
  {
    name: "a manifest that says otherwise",
    does: async (folder) => {
      const file = path.join(folder, "manifest.json");
      await writeFile(file, (await readFile(file, "utf8")).replace("Auditor/alice", "Auditor/mallo"));
    },
    same: 5,
    says: ["manifest.json or manifest.json.sha256 was changed: the SHA-256 is another."],
  },
  {
    name: "a manifest that is none any more",
    does: (folder) => writeFile(path.join(folder, "manifest.json"), "{"),
    same: 0,
    says: [
      "manifest.json was changed: it is no manifest any more.",
      "manifest.json or manifest.json.sha256 was changed: the SHA-256 is another.",
    ],
  },
  {
    name: "no manifest",
    does: (folder) => unlink(path.join(folder, "manifest.json")),
    same: 0,
    says: ["manifest.json is missing."],
  },
  {
    name: "no SHA-256 of the manifest",
    does: (folder) => unlink(path.join(folder, "manifest.json.sha256")),
    same: 5,
    says: ["manifest.json.sha256 is missing."],
  },
];

describe("verify of a report's folder", () => {
  let aws: LoopbackAws;
  let parent: string;
  let whole: string;
  let printed: string;
  before(async () => {
    aws = await LoopbackAws.start();
    parent = await mkdtemp(path.join(tmpdir(), "verify-"));
    whole = path.join(parent, "whole");
    const regions = { "eu-west-1": guardedRegion() };
    aws.become(regions);
    aws.buckets = { history: delivered(regions, "2026-01-10T00:00:00Z") };
    printed = (await audit(aws, ["report", "--regions", "eu-west-1", "--out", whole])).out;
    aws.become({});
  });
  after(async () => {
    await aws.stop();
    await rm(parent, { recursive: true });
  });

  const verified = (folder: string): Promise<Outcome> => audit(aws, ["verify", folder]);

  it("asks nothing of AWS, and says what was made by whom, and the SHA-256 that `report` printed", async () => {
    const { code, out } = await verified(whole);

    assert.equal(code, 0);
    assert.deepEqual(aws.calls, []);
    assert.match(
      out,
      /^\S+whole: 5 files the same, 0 different\.\nMade 2026-01-11T12:02:00\.000Z of account 123456789012 by arn:aws:sts::123456789012:assumed-role\/Auditor\/alice with xray-encryption-guard /,
    );
    const [sha256 = ""] = /[0-9a-f]{64}/.exec(out) ?? [];
    assert.ok(printed.includes(sha256));
    const manifest = await readFile(path.join(whole, "manifest.json"));
    assert.equal(createHash("sha256").update(manifest).digest("hex"), sha256);
  });

  for (const { name, does, same, says } of cases) {
    it(`finds ${name}`, async () => {
      const folder = path.join(parent, "changed");
      await cp(whole, folder, { recursive: true });
      try {
        await does(folder);

        const { code, out } = await verified(folder);

        assert.equal(code, 10);
        const [head, ...lines] = out.split("\n");
        assert.equal(head, `${folder}: ${same} files the same, ${says.length} different.`);
        assert.deepEqual(
          lines.filter((line) => line.startsWith("  ")),
          says.map((line) => `  ${line}`),
        );
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  }

  it("says of what is no report's folder that it is none", async () => {
    for (const folder of [path.join(parent, "nowhere"), parent, path.join(whole, "report.html")]) {
      const { code, said } = await verified(folder);
      assert.equal(code, 3);
      assert.match(
        said.join(),
        /^There is no (folder|manifest\.json in) \S+|^The folder \S+ cannot be read: ENOTDIR/,
      );
    }
  });
});
