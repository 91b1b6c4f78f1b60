import assert from "node:assert/strict";
import { functionInputs, functionOutputs } from "../../local/deployment/functions";
import { propertyChanges } from "../../local/deployment/property-changes";
import { LocalProvider } from "../../local/provider/provider";
import { localSchema } from "../../local/provider/schema";
import { openAccount } from "./accounts";

interface Schema {
  resources: Record<string, { inputProperties: object; properties: object }>;
  functions: Record<string, { inputs: { properties: object }; outputs: { properties: object } }>;
}

describe("the schema of the local account's provider", () => {
  const { resources, functions } = localSchema("7.0.0") as Schema;

  it("has each resource's properties, those that a program may refer to too", () => {
    assert.deepEqual(Object.keys(resources), Object.keys(propertyChanges));
    const topic = resources["aws:sns/topic:Topic"];
    assert.ok(topic);
    for (const name of ["region", "name", "displayName"]) assert.ok(name in topic.inputProperties, name);
    assert.ok("arn" in topic.properties && !("arn" in topic.inputProperties));
  });

  it("has what each function answers with", async () => {
    const account = await openAccount();
    const region = await account.region("eu-west-1");
    const key = region.kms.createKey({ id: "traces" });
    const provider = await LocalProvider.configure(async () => account, { region: region.name });
    const statements = [{ actions: ["sns:Publish"], resources: ["*"] }];
    for (const [token, { inputs, outputs }] of Object.entries(functions)) {
      assert.ok(token in functionOutputs);
      const given = { keyId: key.arn, statements };
      const taken = Object.entries(given).filter(([name]) => functionInputs[token]?.includes(name));
      const answer = await provider.invoke(token, Object.fromEntries(taken));
      for (const [name] of taken) assert.ok(name in inputs.properties, `${token} ${name}`);
      for (const name of Object.keys(answer)) assert.ok(name in outputs.properties, `${token} ${name}`);
    }
    await account.close();
  });

  it("is of a provider that writes policy documents, which asks AWS nothing", async () => {
    const provider = await LocalProvider.configure(async () => openAccount(), { region: "eu-west-1" });
    const { json } = await provider.invoke("aws:iam/getPolicyDocument:getPolicyDocument", {
      statements: [{ actions: ["sns:Publish"], resources: ["*"] }],
    });
    assert.deepEqual((JSON.parse(String(json)) as { Statement: unknown }).Statement, [
      { Effect: "Allow", Action: "sns:Publish", Resource: "*" },
    ]);
  });
});
