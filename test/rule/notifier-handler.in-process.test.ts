import assert from "node:assert/strict";
import { handler } from "../../rule/notifier-handler";
import { assessNotifierCase, notifierEnvironment, notifierHandlerCases } from "./notifier-handler-cases";
import { enterLambda, invokeHere } from "./sources-environment";

// The bundle's cases once more, on the sources themselves, for coverage and mutation testing; npm test has the bundle's.
describe("the notifier's sources, against AWS over loopback", () => {
  for (const one of notifierHandlerCases) {
    it(one.name, async () => {
      const { world, leave } = await enterLambda(notifierEnvironment);
      try {
        world.become(one.world ?? {});

        const answer = await invokeHere(handler, one.event, one.timeout);

        assessNotifierCase(one, answer, world);
      } finally {
        leave();
      }
    });
  }

  // A console has no published address in every partition.
  for (const name of Object.keys(notifierEnvironment).filter((one) => one !== "CONSOLE_URL")) {
    it(`fail without ${name}, which they name`, async () => {
      const { world, leave } = await enterLambda({ ...notifierEnvironment, [name]: "" });
      try {
        world.become({});

        const { error } = await invokeHere(handler, notifierHandlerCases[0]?.event);

        assert.equal(error?.name, "InvocationError");
        assert.match(
          error.message,
          new RegExp(`^${name} is not set; expected it in the function's environment`),
        );
        assert.deepEqual(world.calls, []);
      } finally {
        leave();
      }
    });
  }
});
