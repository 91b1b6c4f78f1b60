import * as pulumi from "@pulumi/pulumi";
import * as provider from "@pulumi/pulumi/provider";
import * as fs from "node:fs";
import * as path from "node:path";
import { version } from "../package.json";
import { XrayEncryptionGuard } from "../infra/guard";
import { guardArgs } from "./guard-args";

const token = "xray-encryption-guard:index:XrayEncryptionGuard";

/** Makes guards for programs of every Pulumi language. */
class GuardProvider implements provider.Provider {
  readonly name = "xray-encryption-guard";
  readonly version = version;
  readonly schema = fs.readFileSync(path.join(__dirname, "schema.json"), "utf8");

  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<provider.ConstructResult> {
    if (type !== token) throw new pulumi.RunError(`This package has no ${type}: expected ${token}.`);
    const guard = new XrayEncryptionGuard(name, await guardArgs(inputs), options);
    const { regions, bucketName, trailBucketName, desiredEncryption, mustConfirmSubscription } = guard;
    return {
      urn: guard.urn,
      state: { version, regions, bucketName, trailBucketName, desiredEncryption, mustConfirmSubscription },
    };
  }
}

void provider.main(new GuardProvider(), process.argv.slice(2));
