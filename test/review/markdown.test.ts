import assert from "node:assert/strict";
import * as prettier from "prettier";
import { markdownReview } from "../../review/markdown";
import type { Review, Violation } from "../../review/review";

const violation: Violation = {
  policy: "topic-policy-bound",
  enforcementLevel: "mandatory",
  severity: "high",
  message: "A topic is bound.\nIt is not: add a condition.",
  remediationSteps: "Add the condition.",
  urn: "urn:pulumi:dev::shop::my:Component$aws:sns/topic:Topic::alerts",
  unknown: false,
  excepted: false,
};
const review: Review = {
  stack: "dev",
  pack: { name: "xray-encryption-guard", version: "1.2.3" },
  resources: 7,
  policies: [
    { name: "topic-policy-bound", severity: "high", enforcementLevel: "mandatory", violations: 1 },
    { name: "evaluator-observed", severity: "medium", enforcementLevel: "disabled", violations: 0 },
  ].map((policy) => ({ ...policy, description: "A topic is bound." })) as Review["policies"],
  exceptions: [],
  violations: [violation],
  passed: false,
};

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

/** All nodes of a page, by a library that reads Markdown as GitHub does. */
async function nodesOf(text: string): Promise<Node[]> {
  const { __debug } = prettier as unknown as {
    __debug: { parse: (text: string, options: object) => Promise<{ ast: Node }> };
  };
  const all = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(all)];
  return all((await __debug.parse(text, { parser: "markdown" })).ast);
}

describe("the summary of a review for a pull request", () => {
  it("has the outcome first, then each policy, each violation with its cure, and the exceptions", () => {
    const exceptions = [
      {
        policy: "topic-policy-bound",
        resource: "old",
        reason: "Ticket 12.",
        until: "2027-01-31",
        excused: 1,
      },
      { policy: "evaluator-observed", resource: "new", stack: "prod", excused: 0 },
    ];
    const excepted = { ...violation, enforcementLevel: "advisory" as const, excepted: true };
    const text = markdownReview({ ...review, exceptions, violations: [violation, excepted] });
    assert.equal(
      text,
      `## Failed: 1 mandatory and 1 advisory violations, 1 of them excepted.

Stack \`dev\`, 7 resources, pack \`xray-encryption-guard 1.2.3\`.

| result | policy | severity | level | violations |
| --- | --- | --- | --- | --- |
| failed | \`topic-policy-bound\` | high | mandatory | 1 |
| off | \`evaluator-observed\` | medium | disabled | 0 |

### Violations

- mandatory, high: \`topic-policy-bound\` at \`alerts\` (\`aws:sns/topic:Topic\`)
  - \`A topic is bound.\`
  - \`It is not: add a condition.\`
  - How to fix: \`Add the condition.\`
- advisory, high: \`topic-policy-bound\` at \`alerts\` (\`aws:sns/topic:Topic\`)
  - \`A topic is bound.\`
  - \`It is not: add a condition.\`

### Exceptions

- \`topic-policy-bound\` at \`old\` until \`2027-01-31\`: \`Ticket 12.\` (excuses 1 violation)
- \`evaluator-observed\` at \`new\` in the stack \`prod\` until \`no day\`: \`no reason\` (excuses no violations)
`,
    );
  });

  it("says nothing of violations and exceptions where there are none", () => {
    const text = markdownReview({ ...review, violations: [], passed: true });
    assert.match(text, /^## Passed: 0 mandatory and 0 advisory violations\.\n/);
    assert.doesNotMatch(text, /Violations|Exceptions/);
  });

  const meaningful = [
    "<img src=x onerror=alert(1)>",
    "`<b>` and ``two``",
    "`",
    "``` <script>",
    "a | b \\| c",
    "[link](https://example.com) ![picture](x) @somebody #1 **bold** https://example.com",
    "first\n\n# heading\n\n<table>\n- item\n```\n<i>",
    "&lt;b&gt; \u202e\u001b[31m",
  ];
  for (const text of meaningful) {
    it(`shows as code, whole and as it is: ${JSON.stringify(text)}`, async () => {
      const page = markdownReview({
        ...review,
        stack: text,
        pack: { name: text, version: text },
        violations: [
          {
            ...violation,
            policy: text,
            message: text,
            remediationSteps: text,
            urn: `urn:pulumi:d::p::${text}::${text}`,
          },
        ],
        exceptions: [{ policy: text, resource: text, stack: text, reason: text, until: text, excused: 0 }],
      });
      const nodes = await nodesOf(page);
      const kinds = [...new Set(nodes.map(({ type }) => type))];
      for (const kind of ["html", "link", "image", "strong", "emphasis", "code"])
        assert.ok(!kinds.includes(kind), `${kind} in ${page}`);
      assert.equal(nodes.filter(({ type }) => type === "heading").length, 3);

      assert.doesNotMatch(page, /[\u001b\u202e]/);
      const shown = nodes.filter(({ type }) => type === "inlineCode").map(({ value = "" }) => value.trim());
      const reason = text
        .replace(/\s+/g, " ")
        .replace("\u202e", "\\u202e")
        .replace("\u001b", "\\u001b")
        .trim();
      assert.ok(shown.filter((value) => value === reason).length >= 5, `${reason}\n${shown.join("\n")}`);
    });
  }
});
