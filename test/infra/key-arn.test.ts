import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state";
import assert from "node:assert/strict";
import { keyArn, type KeyArnArgs } from "../../infra/key-arn";

/** A store of its own for Pulumi's state, as for each program. The types lack this function. */
const { withLocalStorage } = state as unknown as {
  withLocalStorage: <T>(callback: () => Promise<T>) => Promise<T>;
};

/** As Pulumi's engine passes on what AWS answers. */
function refuse(answer: string): never {
  const details = `invocation of aws:kms/getKey:getKey returned an error: ${answer}`;
  throw Object.assign(new Error(), { details });
}

/** Looks keys up in an account that answers all look-ups alike. @returns what each ends with: an ARN or an error */
async function lookedUp(answer: () => object, ...keys: KeyArnArgs[]): Promise<unknown[]> {
  return withLocalStorage(async () => {
    await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: answer });
    const parent = new pulumi.ComponentResource("test:index:Guard", "guard");
    return Promise.all(
      keys.map(
        (key) =>
          new Promise((resolve) => {
            const arn = keyArn(key, { parent, dependsOn: [] });
            pulumi
              .recover(arn, (error) => {
                resolve(error);
                return "";
              })
              .apply(resolve);
          }),
      ),
    );
  });
}

/** A name that no test had before: what AWS refused is remembered as long as the process lives. */
const nowhere = (
  (made) => () =>
    `alias/nowhere-${made++}`
)(0);

describe("the look-up of a key", () => {
  it("gives its ARN", async () => {
    const key = { setting: "topicKey", keyId: "alias/alerts", region: "eu-west-1" };
    assert.deepEqual(await lookedUp(() => ({ arn: "arn:of-the-key" }), key), ["arn:of-the-key"]);
  });

  const cases: [string, (name: string) => KeyArnArgs, (name: string) => string][] = [
    ["in a Region", (keyId) => ({ setting: "topicKey", keyId, region: "eu-west-1" }), String],
    ["in the provider's Region", (keyId) => ({ setting: "storageKey", keyId }), String],
    ["that is known later", (name) => ({ setting: "topicKey", keyId: pulumi.output(name) }), String],
    [
      "that is a secret, without it",
      (name) => ({ setting: "topicKey", keyId: pulumi.secret(name) }),
      () => "[secret]",
    ],
  ];
  for (const [title, key, shown] of cases) {
    it(`that AWS refuses ends with one sentence: a key ${title}`, async () => {
      const name = nowhere();
      const [error] = (await lookedUp(
        () => refuse(`kms.eu-west-1: Alias ${name} is\n not found.`),
        key(name),
      )) as [Error];
      const expected =
        `${key(name).setting} is "${shown(name)}": expected a key that exists and that the deploying credentials may look up ` +
        `(kms:DescribeKey), but AWS answers "kms.eu-west-1: Alias ${shown(name)} is not found"; create the key first, or name another.`;
      assert.ok(pulumi.RunError.isInstance(error));
      assert.equal(error.message, expected);
      // Pulumi writes before it where the value would have gone, and in some cases prints the stack.
      error.message = `error serializing property "topic": ${error.message}`;
      assert.equal(error.message, expected);
      assert.equal(error.stack, expected);
    });
  }

  it("that AWS refuses in each Region is one error, which Pulumi prints once", async () => {
    const key = { setting: "storageKey", keyId: nowhere() };
    const [one, other, another] = await lookedUp(
      () => refuse("Alias is not found"),
      key,
      { ...key, region: "eu-west-1" },
      { ...key, keyId: nowhere() },
    );
    assert.ok(one === other);
    assert.notEqual(one, another);
  });

  it("is not tried for a name that cannot be used, whose error has its sentence and is not logged besides", async () => {
    const wrong = new pulumi.RunError("topicKey is 7: expected a string.");
    const keyId = pulumi.output("x").apply((): string => {
      throw wrong;
    });
    const logged: unknown[] = [];
    const { error } = console;
    console.error = (text: unknown) => logged.push(text);
    try {
      const [ended] = await lookedUp(() => assert.fail("asked AWS"), { setting: "topicKey", keyId });
      assert.equal(ended, wrong);
    } finally {
      console.error = error;
    }
    assert.deepEqual(logged, []);
  });
});
