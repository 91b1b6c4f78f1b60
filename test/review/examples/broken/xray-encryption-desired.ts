import * as aws from "@pulumi/aws";

new aws.xray.EncryptionConfig("traces", { type: "NONE" });
