import assert from "node:assert/strict";
import { DesiredEncryptionError } from "../../rule/decision/desired";
import { ParameterError } from "../../rule/errors";
import { parseParameters } from "../../rule/parse/parameters";

describe("parseParameters", () => {
  const good: [string, unknown, string, string[]][] = [
    ["one key", { desiredKey: "alias/a" }, "keys", ["alias/a"]],
    [
      "accepted keys with blanks around the commas",
      { desiredKey: "alias/a", acceptedKeys: " alias/b ,alias/c" },
      "keys",
      ["alias/a", "alias/b", "alias/c"],
    ],
    ["accepted keys that are none", { desiredKey: "alias/a", acceptedKeys: "" }, "keys", ["alias/a"]],
    ["a word beside accepted keys that are none", { desiredKey: "any", acceptedKeys: "" }, "any", []],
  ];
  for (const [what, parameters, kind, keys] of good) {
    it(`reads ${what}`, () => {
      const { desired } = parseParameters(JSON.stringify(parameters));

      assert.equal(desired.kind, kind);
      assert.deepEqual(desired.kind === "keys" ? desired.keys.map(({ text }) => text) : [], keys);
    });
  }

  const switches: [parameters: object, judgesSpans: boolean, checksRecorder: boolean][] = [
    [{}, false, false],
    [{ transactionSearch: "note", alarmOnRecorder: "false" }, false, false],
    [{ transactionSearch: "judge" }, true, false],
    [{ alarmOnRecorder: "true" }, false, true],
  ];
  for (const [parameters, judgesSpans, checksRecorder] of switches) {
    it(`reads what ${JSON.stringify(parameters)} switches on`, () => {
      const parsed = parseParameters(JSON.stringify({ desiredKey: "any", ...parameters }));

      assert.deepEqual(parsed, { desired: { kind: "any" }, judgesSpans, checksRecorder });
    });
  }

  const bad: [string, unknown, string][] = [
    [
      "a transactionSearch of another word",
      '{"desiredKey":"any","transactionSearch":"Judge"}',
      "transactionSearch",
    ],
    ["a alarmOnRecorder that is no text", '{"desiredKey":"any","alarmOnRecorder":true}', "alarmOnRecorder"],
    ["no parameters", undefined, "desiredKey"],
    ["parameters that are null", null, "desiredKey"],
    ["an empty string", "", "desiredKey"],
    ["parameters that are no string", { desiredKey: "any" }, "desiredKey"],
    ["what is not JSON", "desiredKey=any", "desiredKey"],
    ["a JSON list", "[]", "desiredKey"],
    ["a JSON null", "null", "desiredKey"],
    ["an empty object", "{}", "desiredKey"],
    ["an empty desiredKey", '{"desiredKey":""}', "desiredKey"],
    ["a desiredKey that is a number", '{"desiredKey":7}', "desiredKey"],
    ["the tutorial's parameter", '{"desiredInstanceType":"t2.micro"}', "desiredInstanceType"],
    [
      "a misspelt parameter beside the right one",
      '{"desiredKey":"any","acceptedKey":"alias/a"}',
      "acceptedKey",
    ],
    ["a parameter named like a built-in", '{"desiredKey":"any","__proto__":"x"}', "__proto__"],
    ["acceptedKeys in a list", '{"desiredKey":"alias/a","acceptedKeys":["alias/b"]}', "acceptedKeys"],
    [
      "acceptedKeys with an empty element",
      '{"desiredKey":"alias/a","acceptedKeys":"alias/b,"}',
      "acceptedKeys",
    ],
    ["acceptedKeys beside a word", '{"desiredKey":"none","acceptedKeys":"alias/b"}', "acceptedKeys"],
    ["very long values", JSON.stringify({ desiredKey: "x".repeat(100_000) }), "desiredKey"],
  ];
  for (const [what, parameters, mention] of bad) {
    it(`refuses ${what}, naming ${mention}`, () => {
      const parsed = () => parseParameters(parameters);

      assert.throws(parsed, (error) => {
        assert.ok(error instanceof ParameterError, String(error));
        assert.ok(error.message.includes(mention) && error.message.length <= 1000, error.message);
        return true;
      });
    });
  }

  it("keeps what was wrong as the cause", () => {
    for (const [parameters, cause] of [
      ["{oops", SyntaxError],
      ['{"desiredKey":"nonsense"}', DesiredEncryptionError],
    ] as const) {
      assert.throws(
        () => parseParameters(parameters),
        (error) => error instanceof ParameterError && error.cause instanceof cause,
      );
    }
  });

  for (const absent of [undefined, null, ""]) {
    it(`says of ${absent === "" ? "an empty text" : String(absent)} that the rule has no parameters`, () => {
      assert.throws(() => parseParameters(absent), {
        name: "ParameterError",
        message: "The rule has no parameters; expected desiredKey.",
      });
    });
  }

  const said: [parameters: unknown, message: RegExp][] = [
    ["{oops", /^ruleParameters is "\{oops"; expected a JSON object with desiredKey, in a string\.$/],
    ["7", /^ruleParameters contains .+; expected a JSON object with desiredKey\.$/],
    ["null", /^ruleParameters contains .+; expected a JSON object with desiredKey\.$/],
    ["{}", /^The rule parameter desiredKey is missing; expected a key, any, customer or none\.$/],
  ];
  for (const [parameters, message] of said) {
    it(`says what is wrong with ${String(parameters)}, and what is expected`, () => {
      assert.throws(() => parseParameters(parameters), { name: "ParameterError", message });
    });
  }
});
