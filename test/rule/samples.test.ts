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
    ({ folder, file } = writeBundle());
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

  it("does the same cold as warm", async () => {
    const sample = readSample("change-desired-key.json");
    world.become(sample.world);
    const cold = await Lambda.start(file, world.url);

    const answer = await cold.invoke(sample.invocation).finally(() => cold.stop());

    assessCase(sample, answer, world);
  });
});
