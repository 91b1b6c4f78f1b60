import assert from "node:assert/strict";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");

interface Rule {
  name: string;
  comment?: string;
}

/** Which room may import which: from the comments that the lint's own table makes. */
function ruled(): string[] {
  const { forbidden } = createRequire(__filename)("../../.dependency-cruiser.cjs") as { forbidden: Rule[] };
  const rows = forbidden.flatMap(({ comment = "" }) => {
    const [, room, others] = /^(\S+\/) may import (.*)\.$/.exec(comment) ?? [];
    return room === undefined || others === undefined ? [] : [{ room, others: others.split(", ") }];
  });
  return rows.flatMap(({ room, others }) =>
    rows.filter((row) => others.includes(row.room)).map((row) => `${room} --> ${row.room}`),
  );
}

/** The arrows of the picture, between the folders that its boxes name. */
function drawn(): string[] {
  const page = fs.readFileSync(path.join(root, "docs/architecture.md"), "utf8");
  const picture = /```mermaid\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  const boxes = new Map(
    [...picture.matchAll(/^ +(\w+)\["([^<"]+)/gm)].map(([, box = "", folder = ""]) => [box, folder]),
  );
  return [...picture.matchAll(/^ +(\w+) --> (\w+)$/gm)].map(
    ([, from = "", to = ""]) => `${boxes.get(from)} --> ${boxes.get(to)}`,
  );
}

describe("the picture of the rooms", () => {
  it("has the arrows that the lint allows, and no others", () => {
    assert.deepEqual(drawn().sort(), [...ruled(), "index.ts --> infra/"].sort());
    assert.ok(ruled().length > 5);
  });
});
