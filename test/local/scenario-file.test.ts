import * as assert from "node:assert/strict";
import {
  bundledScenarios,
  checkConfig,
  milliseconds,
  parseScenario,
  readScenario,
} from "../../local/scenario/file";
import { expectWords, stepWords } from "../../local/scenario/words";

describe("a scenario file", () => {
  it("is read into steps with their lines, whether a step is a word, or a word and a value, or for one Region", () => {
    const scenario = parseScenario(
      "my.yaml",
      `# A comment.
description: What it shows.
config: { trigger: both }
steps:
  - stop-recorder
  - start-recorder:
  - advance: 10 minutes
  - in: us-east-1
    put-encryption: NONE
`,
    );
    assert.deepEqual(scenario, {
      file: "my.yaml",
      description: "What it shows.",
      config: { trigger: "both" },
      configLines: { trigger: 3 },
      steps: [
        { line: 5, in: undefined, word: "stop-recorder", value: null },
        { line: 6, in: undefined, word: "start-recorder", value: null },
        { line: 7, in: undefined, word: "advance", value: "10 minutes" },
        { line: 8, in: "us-east-1", word: "put-encryption", value: "NONE" },
      ],
    });
  });

  const steps = (text: string): string => `description: x\nsteps:\n${text}`;
  const mistakes: { says: string; text: string; message: RegExp }[] = [
    {
      says: "an unknown step, with the nearest",
      text: steps("  - put-encription: NONE\n"),
      message: /^my\.yaml:3: unknown step 'put-encription': did you mean 'put-encryption'\? It may be in, /,
    },
    {
      says: "an unknown word of an expectation",
      text: steps("  - expect:\n      verdict: COMPLIANT\n      anotation: x\n"),
      message: /^my\.yaml:5: unknown key 'anotation' of 'expect': did you mean 'annotation'\?/,
    },
    {
      says: "an unknown key of the file",
      text: `${steps("  - oversized\n")}stepps: []\n`,
      message: /^my\.yaml:4: unknown key 'stepps': did you mean 'steps'\?/,
    },
    {
      says: "an unknown value",
      text: steps("  - advance: 1 hour\n  - expect: { verdict: COMPLAINT }\n"),
      message:
        /^my\.yaml:4: 'verdict' is "COMPLAINT": did you mean 'COMPLIANT'\? It may be COMPLIANT, NON_COMPLIANT\.$/,
    },
    {
      says: "a word that needs a value",
      text: steps("  - stop-recordr\n"),
      message: /^my\.yaml:3: "stop-recordr" alone is no step: did you mean 'stop-recorder'\?/,
    },
    {
      says: "a missing value",
      text: steps("  - put-encryption:\n"),
      message: /^my\.yaml:3: 'put-encryption' must be a text, as in "alias\/xray-traces", but is nothing\.$/,
    },
    {
      says: "a value where none belongs",
      text: steps("  - stop-recorder: now\n"),
      message: /^my\.yaml:3: 'stop-recorder' must be left without a value, but is "now"\.$/,
    },
    {
      says: "a duration that is none",
      text: steps("  - advance: 1h\n"),
      message: /^my\.yaml:3: 'advance' is "1h", but must be like "10 minutes"\.$/,
    },
    {
      says: "more time than passes at once",
      text: steps("  - advance: 367 days\n"),
      message: /^my\.yaml:3: 'advance' is "367 days", but time passes by at most 366 days at once\.$/,
    },
    {
      says: "an alias within what it stands for",
      text: `${steps("  - oversized\n")}config: { notify: &a [*a] }\n`,
      message:
        /^my\.yaml:1: this is not valid YAML: an alias \(\*name\) is inside the value that it refers to/,
    },
    {
      says: "a call that no function makes, with the nearest",
      text: steps("  - break-call: { call: kms:DescribeKeys, how: throttled }\n"),
      message: /^my\.yaml:3: 'call' is "kms:DescribeKeys": did you mean 'kms:DescribeKey'\? It may be xray:/,
    },
    {
      says: "a key that is no text",
      text: `${steps("  - oversized\n")}\n7: x\n`,
      message: /^my\.yaml:5: unknown key '7'/,
    },
    {
      says: "a merge of what is no map",
      text: `%YAML 1.1\n---\n${steps("  - <<: 3\n")}`,
      message: /^my\.yaml:\d+: this is not valid YAML: Merge sources must be maps/,
    },
    {
      says: "half of a move",
      text: steps("  - move-alias:\n      alias: alias/a\n"),
      message: /^my\.yaml:4: 'move-alias' lacks 'to', as in /,
    },
    {
      says: "two words in one step",
      text: steps("  - advance: 1 hour\n    put-encryption: NONE\n"),
      message: /^my\.yaml:3: a step has one word, beside 'in', but this one has advance, put-encryption;/,
    },
    {
      says: "a step without a word",
      text: steps("  - in: eu-west-1\n"),
      message: /^my\.yaml:3: a step has one word, beside 'in', but this one has none;/,
    },
    {
      says: "a step that is no map",
      text: steps("  - 3\n"),
      message: /^my\.yaml:3: a step must be a map of keys to values, but is 3\.$/,
    },
    {
      says: "a trigger of no verdict",
      text: steps("  - expect: { trigger: change }\n"),
      message: /^my\.yaml:3: 'trigger' of 'expect' says more about a 'verdict'/,
    },
    {
      says: "an expectation that can only be true",
      text: steps("  - expect: { no-change: false }\n"),
      message: /^my\.yaml:3: 'no-change' is false, but it can only be true\.$/,
    },
    {
      says: "no steps",
      text: "description: x\nsteps: []\n",
      message: /^my\.yaml:2: 'steps' must not be empty\.$/,
    },
    {
      says: "no description",
      text: "steps:\n  - oversized\n",
      message: /^my\.yaml:1: a scenario lacks 'description'\.$/,
    },
    { says: "an empty file", text: "", message: /^my\.yaml:1: a scenario must be a map of keys to values/ },
    {
      says: "broken YAML",
      text: steps("  - advance: [\n"),
      message: /^my\.yaml:4: this is not valid YAML: /,
    },
    {
      says: "the first of several mistakes",
      text: steps("  - advance: 1h\n  - advanc: 1h\n"),
      message: /^my\.yaml:3: /,
    },
  ];
  for (const { says, text, message } of mistakes) {
    it(`names file and line of ${says}`, () => {
      assert.throws(() => parseScenario("my.yaml", text), { name: "ScenarioError", message });
    });
  }

  it("may say a thing once and point to it", () => {
    const { steps: read } = parseScenario(
      "my.yaml",
      steps("  - advance: &later 10 minutes\n  - oversized\n  - advance: *later\n"),
    );
    assert.deepEqual(
      read.map(({ line, value }) => [line, value]),
      [
        [3, "10 minutes"],
        [4, null],
        [5, "10 minutes"],
      ],
    );
  });

  it("names the line of config that the stack does not know", () => {
    const text = `description: x\nconfig:\n  aws:region: us-east-1\n  triger: both\nsteps:\n  - oversized\n`;
    assert.throws(() => checkConfig(parseScenario("my.yaml", text), ["trigger", "notify"]), {
      name: "ScenarioError",
      message: "my.yaml:4: the stack has no config 'triger': did you mean 'trigger'?",
    });
  });

  it("is found by its path, or by its name when it comes with the project", () => {
    assert.ok(bundledScenarios().length >= 6);
    for (const name of bundledScenarios()) assert.match(readScenario(name).file, /scenarios\/.+\.yaml$/);
    assert.equal(readScenario("local/scenarios/first-day.yaml").file, "local/scenarios/first-day.yaml");
    assert.throws(() => readScenario("frist-day"), {
      name: "ScenarioError",
      message: /^There is no scenario 'frist-day'.* did you mean 'first-day'\?$/,
    });
  });

  const durations: [string, number][] = [
    ["1 second", 1000],
    ["90 minutes", 5_400_000],
    ["2 hours", 7_200_000],
    ["1 day", 86_400_000],
  ];
  for (const [duration, length] of durations) {
    it(`knows how long ${duration} is`, () => {
      assert.equal(milliseconds(duration), length);
    });
  }

  it("has a sentence and an example for each of its words", () => {
    for (const { word, description, example } of [...stepWords(), ...expectWords()]) {
      assert.match(description, /\.$/, word);
      assert.ok(example.startsWith(word), example);
    }
  });

  it("takes the examples that its words are explained with", () => {
    for (const { example } of stepWords().filter(({ word }) => word !== "in" && word !== "expect")) {
      assert.doesNotThrow(() => parseScenario("my.yaml", steps(`  - ${example}\n`)), example);
    }
    for (const { word, example } of expectWords()) {
      const alone = ["trigger", "annotation"].includes(word) ? `verdict: COMPLIANT, ${example}` : example;
      assert.doesNotThrow(() => parseScenario("my.yaml", steps(`  - expect: { ${alone} }\n`)), example);
    }
  });
});
