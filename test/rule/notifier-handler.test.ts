import * as fs from "node:fs";
import { writeBundle } from "./bundle-file";
import { Lambda } from "./lambda";
import { assessNotifierCase, notifierEnvironment, notifierHandlerCases } from "./notifier-handler-cases";
import { World } from "./world";

describe("the notifier's bundle, against AWS over loopback", () => {
  let folder: string;
  let world: World;
  let lambda: Lambda;

  before(async () => {
    const bundle = await writeBundle();
    ({ folder } = bundle);
    world = await World.start();
    lambda = await Lambda.start(bundle.file, world.url, notifierEnvironment, "notifierHandler");
  });

  after(async () => {
    await lambda.stop();
    await world.stop();
    fs.rmSync(folder, { recursive: true });
  });

  for (const one of notifierHandlerCases) {
    it(one.name, async () => {
      world.become(one.world ?? {});

      const answer = await lambda.invoke(one.event, one.timeout);

      assessNotifierCase(one, answer, world);
    });
  }
});
