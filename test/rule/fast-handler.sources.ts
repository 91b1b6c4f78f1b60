import { handler } from "../../rule/fast-handler";
import { assessFastCase, fastCases, fastEnvironment } from "./fast-cases";
import { enterLambda, invokeHere } from "./sources-environment";

// The bundle's cases once more, on the sources themselves, for coverage and mutation testing; npm test has the bundle's.
describe("the fast detector's sources, against AWS over loopback", () => {
  for (const one of fastCases) {
    it(one.name, async () => {
      const { world, leave } = await enterLambda(fastEnvironment(one.parameters));
      try {
        world.become(one.world);

        const answer = await invokeHere(handler, one.event);

        assessFastCase(one, answer, world);
      } finally {
        leave();
      }
    });
  }
});
