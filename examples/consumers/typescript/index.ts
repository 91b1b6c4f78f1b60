import { XrayEncryptionGuard } from "@pulumi/xray-encryption-guard";

const guard = new XrayEncryptionGuard("guard", {
  desiredKey: "alias/xray-traces",
  notify: ["security@example.com"],
});

export const rule = guard.regions.apply((regions) => regions["eu-west-1"].ruleArn);
