import assert from "node:assert/strict";
import { Engine } from "../../tools/engine/engine";

interface Step {
  op: string;
  urn: string;
  newState?: {
    type: string;
    custom: boolean;
    inputs?: { tags?: object };
    parent?: string;
    provider?: string;
    protect?: boolean;
    retainOnDelete?: boolean;
    ignoreChanges?: string[];
    dependencies?: string[];
  };
}

type State = NonNullable<Step["newState"]>;

const nameOf = ({ urn }: Step) => urn.split("::").at(-1) ?? "";
const isTopic = ({ type }: State) => type === "aws:sns/topic:Topic";

/** By guard: what its option does to a resource, and to which of them. */
const options: { guard: string; does: (state: State) => boolean; to: (state: State) => boolean }[] = [
  { guard: "provider", does: ({ provider = "" }) => provider.includes("::elsewhere::"), to: () => true },
  { guard: "protect", does: ({ protect }) => protect === true, to: () => true },
  { guard: "retain", does: ({ retainOnDelete }) => retainOnDelete === true, to: () => true },
  // Pulumi hands it to no child.
  { guard: "ignore", does: ({ ignoreChanges = [] }) => ignoreChanges.includes("tags"), to: () => false },
  { guard: "transform", does: ({ inputs }) => inputs?.tags !== undefined, to: isTopic },
];

describe("the options of a guard, as Pulumi's own engine hands them down", function () {
  this.timeout(180_000);
  let steps: Step[];

  before(async () => {
    const engine = await Engine.open("dev", { program: "test/engine/programs/resource-options" });
    try {
      await engine.succeeds("up", "--yes", "--skip-preview");
      engine.configure("dev", { renamed: true });
      ({ steps } = JSON.parse(await engine.succeeds("preview", "--json", "--show-sames")) as {
        steps: Step[];
      });
    } finally {
      await engine.end();
    }
  });

  /** What the preview says of a guard's resources. */
  function resourcesOf(guard: string): State[] {
    const states = steps
      .filter((step) => nameOf(step).startsWith(`${guard}-`))
      .flatMap(({ newState }) => newState ?? []);
    const resources = states.filter(({ custom }) => custom);
    assert.ok(resources.length > 30, guard);
    return resources;
  }

  for (const { guard, does, to } of options) {
    it(`${guard} reaches the resources that it should, and those of no other guard`, () => {
      const resources = resourcesOf(guard);
      assert.deepEqual(resources.filter(does), resources.filter(to));
      assert.deepEqual(resourcesOf("plain").filter(does), []);
    });
  }

  it("dependsOn is the guard's own, and all else comes after the guard, its parent", () => {
    const waiting = steps.filter(({ newState }) =>
      newState?.dependencies?.some((urn) => urn.endsWith("::before")),
    );
    assert.deepEqual(waiting.map(nameOf), ["depends"]);
  });

  it("aliases: a guard that has another name is the same, with all that it has", () => {
    const renamed = steps.filter((step) => /^(?:latter|former)(?:-|$)/.test(nameOf(step)));
    assert.ok(renamed.length > 50);
    assert.deepEqual(
      renamed.filter(({ op }) => op !== "same").map((step) => `${step.op} ${nameOf(step)}`),
      // Its text names the function.
      ["update latter-eu-west-1-notifier-failing"],
    );
  });
});
