import { minute } from "../../account/clock";
import type { ResourceType } from "../../deployment/resource";

/** The X-Ray resources of the AWS provider. */
export const xrayResources: Record<string, ResourceType> = {
  "aws:xray/encryptionConfig:EncryptionConfig": {
    create: async ({ account, region, inputs }) => {
      const keyId = inputs.optionalString("keyId");
      if (keyId !== undefined && !keyId.startsWith("arn:"))
        throw new Error(`keyId must be an ARN, but is ${keyId}`);
      const type = inputs.string("type");
      await region.xray.putEncryptionConfig(account.administrator, {
        Type: type === "KMS" ? "KMS" : type === "NONE" ? "NONE" : wrongType(type),
        ...(keyId === undefined ? {} : { KeyId: keyId }),
      });
      // The provider waits for ACTIVE, up to a quarter of an hour. Other tasks that become due meanwhile run too.
      for (let waited = 0; waited < 15; waited++) {
        const { EncryptionConfig: setting } = await region.xray.getEncryptionConfig(account.administrator);
        if (setting?.Status === "ACTIVE") return { id: region.name };
        await account.advance(minute / 2);
      }
      throw new Error("X-Ray's encryption did not become ACTIVE");
    },
    read: async ({ account, region, inputs }) => {
      const { EncryptionConfig: found } = await region.xray.getEncryptionConfig(account.administrator);
      const isSame = found?.Type === inputs.string("type") && found.KeyId === inputs.optionalString("keyId");
      return isSame ? {} : { type: found?.Type, keyId: found?.KeyId };
    },
    // X-Ray has no call that deletes the setting: the provider leaves it as it is.
    delete: async () => {},
  },
};

function wrongType(type: string): never {
  throw new Error(`type must be KMS or NONE, but is ${type}`);
}
