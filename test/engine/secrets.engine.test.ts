import assert from "node:assert/strict";
import { Engine, isNight } from "../../tools/engine/engine";

const secret = "https://hooks.example.com/services/T0KEN";

(isNight ? describe : describe.skip)("a secret endpoint, with Pulumi's own engine", function () {
  this.timeout(180_000);

  it("is nowhere to be read: neither in a diff, nor in outputs, the log or the state", async () => {
    const engine = await Engine.open("dev", { config: { notify: [] } });
    try {
      await engine.succeeds("config", "set", "--secret", "--path", "notify[0]", secret);
      const shown = [
        await engine.run("preview", "--diff"),
        await engine.run("up", "--yes", "--diff", "--logtostderr", "-v=3"),
        await engine.run("stack", "output", "--json"),
        await engine.run("stack", "export"),
      ];
      for (const { code, output } of shown) {
        assert.equal(code, 0, output);
        assert.ok(!output.includes("T0KEN"), output.slice(Math.max(0, output.indexOf("T0KEN") - 300)));
      }
      const subscriptions = (await engine.account.region("eu-west-1")).sns
        .listTopics()
        .flatMap((topic) => topic.subscriptions);
      assert.deepEqual(
        subscriptions.map(({ endpoint }) => endpoint),
        [secret],
      );
    } finally {
      await engine.end();
    }
  });
});
