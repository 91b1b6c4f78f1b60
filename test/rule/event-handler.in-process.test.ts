import assert from "node:assert/strict";
import { handler } from "../../rule/event-handler";
import { assessEventHandlerCase, eventHandlerCases, eventHandlerEnvironment } from "./event-handler-cases";
import { enterLambda, invokeHere } from "./sources-environment";

// The bundle's cases once more, on the sources themselves, for coverage and mutation testing; npm test has the bundle's.
describe("the event detector sources, against AWS over loopback", () => {
  for (const one of eventHandlerCases) {
    it(one.name, async () => {
      const { world, leave } = await enterLambda(
        eventHandlerEnvironment(one.parameters, one.usesExistingRecorder),
      );
      try {
        world.become(one.world);

        const answer = await invokeHere(handler, one.event);

        assessEventHandlerCase(one, answer, world);
      } finally {
        leave();
      }
    });
  }

  for (const name of Object.keys(eventHandlerEnvironment())) {
    it(`fail without ${name}, which they name`, async () => {
      const { world, leave } = await enterLambda({ ...eventHandlerEnvironment(), [name]: "" });
      try {
        world.become({});

        const { error } = await invokeHere(handler, eventHandlerCases[0]?.event);

        assert.equal(error?.name, "InvocationError");
        assert.equal(
          error.message,
          `${name} is not set; expected it in the function's environment, as the stack sets it.`,
        );
        assert.deepEqual(world.calls, []);
      } finally {
        leave();
      }
    });
  }
});
