import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { Engine, isNight, root } from "../../tools/engine/engine";
import { inventory } from "./inventory";

/** The stacks that every CI run deploys; the others are for the night. */
const always = ["dev", "existing"];
const examples = fs
  .readdirSync(path.join(root, "examples/stacks"))
  .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
const stacks = isNight ? [...new Set([...always, ...examples])] : always;

/** What the runbook says stays: the buckets with evidence, and all that hardens them. */
const hardening = [
  "LifecycleConfiguration",
  "OwnershipControls",
  "PublicAccessBlock",
  "ServerSideEncryptionConfiguration",
  "Versioning",
  "policy",
];

describe("a stack's life, with Pulumi's own engine", function () {
  this.timeout(180_000);

  for (const stack of stacks) {
    it(`${stack}: deployed once it is unchanged, and destroyed it leaves what the docs say`, async () => {
      const engine = await Engine.open(stack);
      try {
        const before = inventory(engine.account);
        await engine.succeeds("preview");
        assert.deepEqual(inventory(engine.account), before, "the preview made something");
        await engine.succeeds("up", "--yes", "--skip-preview");
        await engine.succeeds("preview", "--expect-no-changes");
        await engine.succeeds("refresh", "--yes", "--skip-preview", "--expect-no-changes");
        const kept = (await engine.state())
          .filter(({ type }) => type === "aws:s3/bucket:Bucket")
          .flatMap(({ id = "" }) => [`bucket ${id}`, ...hardening.map((kind) => `bucket ${id}: ${kind}`)]);
        await engine.succeeds("destroy", "--yes", "--skip-preview");
        assert.deepEqual(await engine.state(), []);
        assert.deepEqual(inventory(engine.account), [...before, ...kept].toSorted());
      } finally {
        await engine.end();
      }
    });
  }
});
