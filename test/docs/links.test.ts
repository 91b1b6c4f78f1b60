import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");

/** What somebody reads: at the top, in docs/ and beside the examples. */
const pages = [
  ...fs.readdirSync(root).filter((name) => name.endsWith(".md")),
  ...markdownIn("docs"),
  ...markdownIn("examples"),
].map((name) => ({ name, text: fs.readFileSync(path.join(root, name), "utf8") }));

const scripts = Object.keys(
  (JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as { scripts: object }).scripts,
);

/** Folders of the project: a name in backticks that begins with one is a path. */
const folders = fs
  .readdirSync(root, { withFileTypes: true })
  .filter(
    (entry) => entry.isDirectory() && !["node_modules", "coverage", ".local", ".git"].includes(entry.name),
  )
  .map(({ name }) => name);

/** Without the changelog, which also says what things were called before. */
const current = pages.filter(({ name }) => name !== "CHANGELOG.md");

describe("what is written for people", () => {
  it("links to files and headings that exist", () => {
    const broken = pages.flatMap(({ name, text }) =>
      linksIn(text)
        .filter((link) => !leadsSomewhere(name, link))
        .map((link) => `${name}: ${link}`),
    );

    assert.deepEqual(broken, []);
  });

  it("names npm scripts that exist", () => {
    const missing = current.flatMap(({ name, text }) =>
      [...text.matchAll(/npm run ([\w:]+)/g)]
        .filter(([, script = ""]) => !scripts.includes(script))
        .map(([command]) => `${name}: ${command}`),
    );

    assert.deepEqual(missing, []);
  });

  it("names files and folders that exist", () => {
    const missing = current.flatMap(({ name, text }) =>
      [...withoutBlocks(text).matchAll(/`([\w.-]+)\/([\w./-]*)`/g)]
        .filter(
          ([, folder = "", rest = ""]) =>
            folders.includes(folder) && !fs.existsSync(path.join(root, folder, rest)),
        )
        .map(([file]) => `${name}: ${file}`),
    );

    assert.deepEqual(missing, []);
  });

  it("is found from the index, each page in docs/", () => {
    const index = (name: string) => linksIn(pages.find((page) => page.name === name)?.text ?? "");
    const listed = [
      ...index("docs/README.md").map((link) => path.join("docs", link)),
      ...index("docs/decisions/README.md").map((link) => path.join("docs/decisions", link)),
    ];
    const inDocs = pages
      .map(({ name }) => name)
      .filter((name) => name.startsWith("docs/") && name !== "docs/README.md");

    assert.deepEqual(
      inDocs.filter((name) => !listed.includes(name)),
      [],
    );
  });
});

function markdownIn(folder: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.includes("node_modules"))
    .map((name) => path.join(folder, name));
}

/** The targets within the project. */
function linksIn(text: string): string[] {
  return [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function leadsSomewhere(from: string, link: string): boolean {
  const [target = "", heading] = link.split("#");
  const file = target === "" ? from : path.join(path.dirname(from), target);
  if (!fs.existsSync(path.join(root, file))) return false;
  if (heading === undefined) return true;
  const headings = [...fs.readFileSync(path.join(root, file), "utf8").matchAll(/^#+ (.*)$/gm)];
  return headings.some(([, title = ""]) => anchorOf(title) === heading);
}

/** The name that GitHub gives a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");
}

function withoutBlocks(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, "");
}
