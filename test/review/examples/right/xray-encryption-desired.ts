import * as aws from "@pulumi/aws";

new aws.xray.EncryptionConfig("traces", {
  type: "KMS",
  keyId: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
});
