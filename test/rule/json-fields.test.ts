import assert from "node:assert/strict";
import { InvocationError } from "../../rule/errors";
import { readAccountId, readJsonObject, readString, readTime } from "../../rule/parse/json-fields";

const members = (value: unknown) => new Map([["member", value]]);

describe("a member of AWS Config's event", () => {
  it("is an account id of twelve digits", () => {
    assert.equal(readAccountId(members("123456789012"), "member"), "123456789012");
  });

  const times: [text: string, iso: string][] = [
    ["2026-03-04T05:06:07Z", "2026-03-04T05:06:07.000Z"],
    ["2026-03-04T05:06:07.89Z", "2026-03-04T05:06:07.890Z"],
    ["2026-03-04T05:06:07.123456789Z", "2026-03-04T05:06:07.123Z"],
    ["2026-03-04T05:06:07+01:30", "2026-03-04T03:36:07.000Z"],
  ];
  for (const [text, iso] of times) {
    it(`is the time ${text}`, () => {
      assert.equal(readTime(members(text), "member").toISOString(), iso);
    });
  }

  type Read = (members: ReadonlyMap<string, unknown>, member: string) => unknown;
  const refused: [what: string, read: Read, value: unknown][] = [
    ["account id", readAccountId, "x123456789012"],
    ["account id", readAccountId, "123456789012x"],
    ["account id", readAccountId, "1234567890"],
    ["account id", readAccountId, 123456789012],
    ["time", readTime, "at 2026-03-04T05:06:07Z"],
    ["time", readTime, "2026-03-04T05:06:07Z or so"],
    ["time", readTime, "2026-03-04T05:06:07."],
    ["time", readTime, "2026-03-04T05:06:07"],
    ["time", readTime, "2026-03-04 05:06:07Z"],
    ["time", readTime, "2026-13-04T05:06:07Z"],
    ["string", readString, ""],
    ["string", readString, undefined],
    ["string", readString, {}],
  ];
  for (const [what, read, value] of refused) {
    it(`is no ${what} when it is ${value === undefined ? "missing" : JSON.stringify(value)}, and the error begins with its name`, () => {
      assert.throws(
        () => read(members(value), "member"),
        (error) => error instanceof InvocationError && error.message.startsWith("member is "),
      );
    });
  }

  it("that holds JSON keeps the parser's error as the cause", () => {
    assert.throws(
      () => readJsonObject("{", "member"),
      (error) => error instanceof InvocationError && error.cause instanceof SyntaxError,
    );
  });
});
