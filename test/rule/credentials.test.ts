import assert from "node:assert/strict";
import { defaultProvider, environmentCredentials } from "../../rule/bundle/credentials";

describe("the evaluator's credentials", () => {
  const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
  const earlier = { ...process.env };

  beforeEach(() => {
    for (const name of names) Reflect.deleteProperty(process.env, name);
  });
  after(() => {
    process.env = earlier;
  });

  const key = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" };
  const read = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };

  it("are those in Lambda's environment", async () => {
    Object.assign(process.env, key, { AWS_SESSION_TOKEN: "token" });

    assert.deepEqual(await environmentCredentials(), { ...read, sessionToken: "token" });
    assert.deepEqual(await defaultProvider()(), { ...read, sessionToken: "token" });
  });

  it("may have no session token", async () => {
    Object.assign(process.env, key);

    assert.deepEqual(await environmentCredentials(), read);
  });

  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
    it(`are an error without ${name}`, async () => {
      Object.assign(process.env, key, { [name]: "" });

      await assert.rejects(environmentCredentials(), /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/);
    });
  }
});
