import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Account } from "../../examples/fleet/accounts";
import { commentOf, mark, outcomeOf } from "../../examples/fleet/comment";

const planned =
  "Previewing update (a):\n~ aws:cfg/rule:Rule\nResources:\n    ~ 2 to update\n    51 unchanged\n\n";

function account(name: string): Account {
  return {
    name,
    id: "123456789012",
    environment: "test",
    label: name,
    regions: [],
    roles: { deploy: "", plan: "" },
    config: {},
  };
}

/** The comment on plans, by account; of one that is undefined the job left nothing. */
function comment(plans: Record<string, string | undefined>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "plans-"));
  try {
    for (const [name, text] of Object.entries(plans)) {
      if (text === undefined) continue;
      fs.mkdirSync(path.join(folder, `plan-${name}`));
      fs.writeFileSync(path.join(folder, `plan-${name}`, "plan.txt"), text);
    }
    return commentOf(folder, Object.keys(plans).map(account));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

describe("the comment on a pull request", () => {
  const outcomes: [what: string, printed: string | undefined, outcome: string][] = [
    ["a plan with changes", planned, "`~ 2 to update`, `51 unchanged`"],
    ["a first plan", "Resources:\n    + 92 to create\n", "`+ 92 to create`"],
    ["a plan without a change", "Resources:\n    53 unchanged\n", "`53 unchanged`"],
    ["a job that left nothing", undefined, "**failed**: see its job"],
    ["a plan that ended in the middle", "Previewing update (a):\n", "**failed**: see its job"],
    ["a plan that a policy stopped", `${planned}error: preview failed\n`, "**failed**: see its job"],
  ];
  for (const [what, printed, outcome] of outcomes) {
    it(`says of ${what} in a line what comes of it`, () => assert.equal(outcomeOf(printed), outcome));
  }

  it("begins with what the next run finds it by, and has each account's plan whole", () => {
    const text = comment({ a: planned, b: undefined });
    assert.ok(text.startsWith(`${mark}\n\n| account |`));
    assert.match(text, /^\| a \| 123456789012 \| test \| `~ 2 to update`, `51 unchanged` \|$/m);
    assert.match(text, /^\| b \|.*\| \*\*failed\*\*: see its job \|$/m);
    assert.ok(text.includes(`<summary>a</summary>\n\n\`\`\`diff\n${planned.trimEnd()}\n\`\`\`\n`));
    assert.ok(!text.includes("<summary>b</summary>"));
  });

  it("shows a plan as text, whatever stands in it", () => {
    const text = comment({ a: `\`\`\`\n<script>\n@somebody ${planned}` });
    assert.match(text, /^````diff\n```\n<script>\n/m);
  });

  it("leaves out what GitHub would refuse as too long, and says of whom", () => {
    const long = `${"x".repeat(40_000)}\n${planned}`;
    const text = comment({ a: long, b: long, c: planned });
    assert.ok(text.length <= 65_536, `${text.length}`);
    assert.ok(text.includes("<summary>a</summary>") && text.includes("<summary>c</summary>"));
    assert.match(text, /^Too long for here, and whole in the logs of their jobs: 1 more\.$/m);
  });

  it("of as many accounts as there may be fits", () => {
    const name = (index: number) => `${"a".repeat(60)}-${index}`;
    const plans = Object.fromEntries(
      Array.from({ length: 256 }, (_, index) => [name(index), planned.repeat(40)]),
    );
    assert.ok(comment(plans).length <= 65_536);
  });
});
