import { bundledScenarios, readScenario } from "../../local/scenario/file";
import { expectWords, stepWords, type WordHelp } from "../../local/scenario/words";
import { page, table } from "./markdown";

export function scenariosPage(): string {
  return page(
    "How do I play a scenario of my own?",
    `\`npm start\` plays a first day that follows from the stack's own config: its keys, triggers and Regions.
\`npm start -- --scenario FILE\` plays a file instead, in the same [local account](local-account.md).`,
    "## Scenarios that come with the project",
    "Name one without its folder: `npm start -- --scenario key-rotation`.",
    table(
      ["scenario", "what it shows"],
      bundledScenarios().map((name) => [
        `[${name}](../local/scenarios/${name}.yaml)`,
        readScenario(name).description,
      ]),
    ),
    "## One of your own",
    "Save this as `my.yaml` and run `npm start -- --scenario my.yaml`:",
    example,
    `- \`config\` wins over the stack's file (\`--stack\`, \`dev\` by default), key by key. The keys and aliases that it names
  exist from the start, and so do \`alias/some-key\` and \`alias/another-key\`.
- Time stands still except where a step says \`advance\`. AWS Config records a minute after a change; a verdict follows some
  seconds later. A rule with a schedule runs two minutes after the deployment, and then as often as \`frequency\` says.
- A step is for all Regions of the stack, unless \`in: eu-west-1\` stands beside its word.
- A step without a value is just its word: \`- stop-recorder\`.
- With \`# yaml-language-server: $schema=local/scenarios/schema.json\` as the first line, an editor that knows JSON Schema
  completes and checks the words. \`npm start -- --help\` prints them too.`,
    "## Steps",
    words("step", "what it does", stepWords()),
    "## Expectations",
    words("`expect`", "what must have happened since the `expect` before it", expectWords()),
    `Whatever fails or is refused without being expected (\`failure\`) fails the scenario as well. An expectation that is not
met is printed with its file, line and Region, with what was expected and what happened; the [exit code](exit-codes.md) is 1.
A mistake in the file is one sentence with file and line, and the exit code is 2.`,
  );
}

const example = `\`\`\`yaml
description: Somebody gives X-Ray another key, and an e-mail says so.
config: { desiredKey: alias/xray-traces, notify: [me@example.com] }
steps:
  - put-encryption: alias/another-key
  - advance: 10 minutes
  - expect: { verdict: NON_COMPLIANT, message: is NON_COMPLIANT }
\`\`\``;

function words(first: string, second: string, help: WordHelp[]): string {
  return table(
    [first, second],
    help.map(({ example: sample, description }) => [`\`${sample}\``, description]),
  );
}
