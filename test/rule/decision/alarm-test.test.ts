import assert from "node:assert/strict";
import { askedForBy, testReason } from "../../../rule/decision/alarm-test";

describe("the reason of an alarm's state", () => {
  it("says who asked for a test", () => {
    assert.equal(askedForBy(testReason("ann")), "ann");
    assert.match(testReason("ann"), /^TEST: nothing happened/);
  });

  for (const reason of ["Threshold Crossed", `x${testReason("ann")}`, "", undefined, 5]) {
    it(`says of none: ${String(reason)}`, () => assert.equal(askedForBy(reason), undefined));
  }
});
