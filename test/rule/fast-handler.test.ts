import * as fs from "node:fs";
import { writeBundle } from "./bundle-file";
import { assessFastCase, fastCases, fastEnvironment } from "./fast-cases";
import { Lambda } from "./lambda";
import { World } from "./world";

describe("the event detector bundle, against AWS over loopback", () => {
  let folder: string;
  let file: string;
  let world: World;
  let lambda: Lambda;

  before(async () => {
    ({ folder, file } = writeBundle("event-handler"));
    world = await World.start();
    lambda = await Lambda.start(file, world.url, fastEnvironment());
  });

  after(async () => {
    await lambda.stop();
    await world.stop();
    fs.rmSync(folder, { recursive: true });
  });

  for (const one of fastCases) {
    it(one.name, async () => {
      world.become(one.world);
      const { parameters, event } = one;
      const own =
        parameters === undefined
          ? undefined
          : await Lambda.start(file, world.url, fastEnvironment(parameters));

      const answer = await (own ?? lambda).invoke(event);
      await own?.stop();

      assessFastCase(one, answer, world);
    });
  }
});
