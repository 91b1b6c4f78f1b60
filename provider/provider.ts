import * as pulumi from "@pulumi/pulumi";
import * as provider from "@pulumi/pulumi/provider";
import * as fs from "node:fs";
import * as path from "node:path";
import { version } from "../package.json";
import { XrayEncryptionGuard } from "../infra/guard";
import { guardArgs } from "./guard-args";

const token = "xray-encryption-guard:index:XrayEncryptionGuard";

const schema = fs.readFileSync(path.join(__dirname, "schema.json"), "utf8");
const outputs = Object.keys(
  (JSON.parse(schema) as { resources: { [token]: { properties: object } } }).resources[token].properties,
);

/** Makes guards for programs of every Pulumi language. */
class GuardProvider implements provider.Provider {
  readonly name = "xray-encryption-guard";
  readonly version = version;
  readonly schema = schema;

  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<provider.ConstructResult> {
    if (type !== token) throw new pulumi.RunError(`This package has no ${type}: expected ${token}.`);
    const guard = new XrayEncryptionGuard(name, await guardArgs(inputs), options);
    return {
      urn: guard.urn,
      state: Object.fromEntries(Object.entries(guard).filter(([name]) => outputs.includes(name))),
    };
  }
}

void provider.main(new GuardProvider(), process.argv.slice(2));
