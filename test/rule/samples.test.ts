import assert from "node:assert/strict";
import * as fs from "node:fs";
import { writeBundle } from "./bundle-file";
import { Lambda } from "./lambda";
import { allCases, assessCase, readSample } from "./sample-cases";
import { World } from "./world";

describe("the evaluator's bundle, against AWS over loopback", () => {
  let folder: string;
  let file: string;
  let world: World;
  let lambda: Lambda;

  before(async () => {
    ({ folder, file } = await writeBundle());
    world = await World.start();
    lambda = await Lambda.start(file, world.url);
  });

  after(async () => {
    await lambda.stop();
    await world.stop();
    fs.rmSync(folder, { recursive: true });
  });

  for (const [name, sample] of allCases()) {
    it(name, async () => {
      world.become(sample.world);

      const answer = await lambda.invoke(sample.invocation, sample.timeout);

      assessCase(sample, answer, world);
      assert.equal(lambda.stderr, "");
    });
  }

  it("keeps who called, as CloudTrail says it, in printable lines", async () => {
    const sample = readSample("scheduled-desired-key.json");
    const caller = "arn:aws:sts::123456789012:assumed-role/Admin/bob@example.com";
    const inputParameters = '{"desiredKey":"alias/schlüssel \u2028\u{1f511}"}';
    const configRule = { configRuleName: "xray-encryption", description: "not needed", inputParameters };
    const at = Date.parse("2026-03-03T10:00:00Z") / 1000;
    const EventName = "PutConfigRule";
    const detail = { userIdentity: { arn: caller }, requestParameters: { configRule } };
    world.become({
      ...sample.world,
      events: [
        {
          EventId: "event-1",
          EventName,
          EventSource: "config.amazonaws.com",
          EventTime: at,
          CloudTrailEvent: JSON.stringify(detail),
        },
      ],
    });

    const { stdout } = await lambda.invoke(sample.invocation);

    assert.match(stdout, /^([\x20-\x7e]+\n){3}$/);
    const [, call, window] = stdout.split("\n").map((line) => JSON.parse(line || "{}") as object);
    assert.deepEqual(call, {
      level: "INFO",
      kept: "call",
      call: EventName,
      caller,
      calledAt: "2026-03-03T10:00:00.000Z",
      eventId: "event-1",
      requested: { configRule: { configRuleName: "xray-encryption", inputParameters } },
    });
    assert.deepEqual((window as { eventIds: string[] }).eventIds, ["event-1"]);
  });

  it("does the same cold as warm", async () => {
    const sample = readSample("change-desired-key.json");
    world.become(sample.world);
    const cold = await Lambda.start(file, world.url);

    const answer = await cold.invoke(sample.invocation).finally(() => cold.stop());

    assessCase(sample, answer, world);
  });
});
