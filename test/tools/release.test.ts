import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { version } from "../../package.json";
import { builtCommit } from "../../tools/release/built-commit";
import { checkIsDue, releaseNotes } from "../../tools/release/notes";

const root = path.resolve(__dirname, "../..");
const changelog = (unreleased: string) => `# Changelog

## [Unreleased]
${unreleased}
## [0.2.0] - 2026-12-01

### Added

- A package.

## [0.1.0]

First.

[0.1.0]: https://example.com/0.1.0
`;

describe("a release's notes", () => {
  it("are the changelog's section of that version, and no other", () => {
    assert.equal(releaseNotes(changelog(""), "0.2.0"), "### Added\n\n- A package.\n");
    assert.equal(releaseNotes(changelog(""), "0.1.0"), "First.\n");
  });

  it("are there for the version that package.json has", () => {
    assert.ok(releaseNotes(fs.readFileSync(path.join(root, "CHANGELOG.md"), "utf8"), version).length > 10);
  });

  const refused: [string, () => void, RegExp][] = [
    [
      "a version without a section",
      () => releaseNotes(changelog(""), "0.3.0"),
      /no section "## \[0\.3\.0\]"/,
    ],
    [
      "a section that says nothing",
      () => releaseNotes("## [0.3.0]\n\n## [0.2.0]\n", "0.3.0"),
      /says nothing of 0\.3\.0/,
    ],
    [
      "a version that was released",
      () => checkIsDue(changelog(""), "0.2.0", ["v0.1.0", "v0.2.0"]),
      /^v0\.2\.0 was released/,
    ],
    [
      "what has more than the version",
      () => checkIsDue(changelog("\n- More.\n"), "0.2.0", []),
      /changes under "Unreleased"/,
    ],
  ];
  for (const [what, check, sentence] of refused) {
    it(`are refused to ${what}, in one sentence`, () => {
      assert.throws(check, { name: "ReleaseError", message: sentence });
    });
  }

  it("may be due", () => checkIsDue(changelog(""), "0.2.0", ["v0.1.0"]));
});

describe("the commit that a release's tag names", () => {
  let folder: string;
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "built-commit-"));
    git("init", "--quiet");
    for (const [name, text] of [
      [".gitignore", "dist/\n"],
      ["source.ts", "one\n"],
    ] as const)
      fs.writeFileSync(path.join(folder, name), text);
    git("add", ".");
    git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "-m", "First");
    fs.mkdirSync(path.join(folder, "dist"));
    fs.writeFileSync(path.join(folder, "dist/built.js"), "1\n");
    fs.writeFileSync(path.join(folder, "source.ts"), "two, not committed\n");
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  it("has the checkout's commit and what is built, the same each time, and changes neither branch nor files", () => {
    const before = [git("rev-parse", "HEAD"), git("status", "--porcelain")];
    const commit = builtCommit(folder, "0.2.0", ["dist"]);
    assert.equal(builtCommit(folder, "0.2.0", ["dist"]), commit);
    assert.deepEqual([git("rev-parse", "HEAD"), git("status", "--porcelain")], before);
    assert.equal(git("rev-parse", `${commit}^`), before[0]);
    assert.deepEqual(git("ls-tree", "-r", "--name-only", commit).split("\n"), [
      ".gitignore",
      "dist/built.js",
      "source.ts",
    ]);
    assert.equal(git("show", `${commit}:source.ts`), "one");
  });
});

describe("npm publish", () => {
  it("of the whole project is refused, with what to publish instead", () => {
    const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
      private?: boolean;
      scripts: { prepublishOnly: string };
    };
    assert.equal(manifest.private, undefined);
    const [, file = ""] = /^node (\S+)$/.exec(manifest.scripts.prepublishOnly) ?? [];
    const { status, stderr } = spawnSync(process.execPath, [file], { cwd: root, encoding: "utf8" });
    assert.equal(status, 1);
    assert.match(stderr, /^This folder is the whole project and no package: .*\n$/);
  });
});
