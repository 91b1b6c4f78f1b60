import * as assert from "node:assert/strict";
import { alarmState, type AlarmState } from "../../../local/services/cloudwatch/alarm-state";
import { parseExpression } from "../../../local/services/cloudwatch/metric-math";

describe("an alarm's state where data are missing", () => {
  // The tables of CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data": 0 is no breach, X one.
  const treatments = ["missing", "ignore", "breaching", "notBreaching"] as const;
  const tables: [datapointsToAlarm: number, rows: Record<string, string>][] = [
    [
      3,
      {
        "0 - X - X": "OK OK OK OK",
        "0 - - - -": "OK OK OK OK",
        "- - - - -": "INSUFFICIENT_DATA kept ALARM OK",
        "0 X X - X": "ALARM ALARM ALARM ALARM",
        "- - - - X": "INSUFFICIENT_DATA kept ALARM OK",
        "X - - - -": "ALARM kept ALARM OK",
      },
    ],
    [
      2,
      {
        "0 - X - X": "ALARM ALARM ALARM ALARM",
        "0 0 X 0 X": "ALARM ALARM ALARM ALARM",
        "0 - X - -": "OK OK ALARM OK",
        "- - - - 0": "OK OK ALARM OK",
        "- - - - X": "INSUFFICIENT_DATA kept ALARM OK",
      },
    ],
  ];
  for (const [datapointsToAlarm, rows] of tables) {
    for (const [points, states] of Object.entries(rows)) {
      it(`${datapointsToAlarm} of 3, ${points}`, () => {
        const breaches = points.split(" ").map((point) => (point === "-" ? undefined : point === "X"));
        const found = treatments.map((treatMissingData) => {
          const options = { evaluationPeriods: 3, datapointsToAlarm, treatMissingData };
          const after = (["OK", "ALARM"] as AlarmState[]).map((now) => alarmState(breaches, options, now));
          return after[0] === after[1] ? after[0] : "kept";
        });
        assert.equal(found.join(" "), states);
      });
    }
  }
});

describe("metric math", () => {
  const none = undefined;
  const series = { a: [none, 1, none, 2, none], b: [none, none, 3, 4, 0] };
  const cases: [expression: string, expected: (number | undefined)[]][] = [
    ["a + b", [none, 1, 3, 6, 0]],
    ["IF(FILL(a, REPEAT), a)", [none, 1, 0, 2, 0]],
    ["IF(FILL(b, REPEAT), b)", [none, none, 3, 4, none]],
  ];
  for (const [expression, expected] of cases) {
    it(`${expression} as AWS documents it`, () => {
      assert.deepEqual(parseExpression(expression, ["a", "b"])(series), expected);
    });
  }

  for (const [expression, message] of [
    ["a * b", /knows sums and IF\(FILL\(m, REPEAT\), m\), but not a \* b/],
    ["a + c", /names c, which is no metric/],
  ] as const) {
    it(`${expression} is refused`, () => {
      assert.throws(() => parseExpression(expression, ["a", "b"]), message);
    });
  }
});
