import * as fs from "node:fs";
import { writeBundle } from "./bundle-file";
import { assessEventHandlerCase, eventHandlerCases, eventHandlerEnvironment } from "./event-handler-cases";
import { Lambda } from "./lambda";
import { World } from "./world";

describe("the event detector bundle, against AWS over loopback", () => {
  let folder: string;
  let file: string;
  let world: World;
  let lambda: Lambda;

  before(async () => {
    ({ folder, file } = await writeBundle());
    world = await World.start();
    lambda = await Lambda.start(file, world.url, eventHandlerEnvironment(), "eventHandler");
  });

  after(async () => {
    await lambda.stop();
    await world.stop();
    fs.rmSync(folder, { recursive: true });
  });

  for (const one of eventHandlerCases) {
    it(one.name, async () => {
      world.become(one.world);
      const { parameters, usesExistingRecorder, event } = one;
      const own =
        parameters === undefined && usesExistingRecorder === undefined
          ? undefined
          : await Lambda.start(
              file,
              world.url,
              eventHandlerEnvironment(parameters, usesExistingRecorder),
              "eventHandler",
            );

      const answer = await (own ?? lambda).invoke(event);
      await own?.stop();

      assessEventHandlerCase(one, answer, world);
    });
  }
});
