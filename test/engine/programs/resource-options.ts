import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type GuardArgs, XrayEncryptionGuard } from "../../../infra/guard";

// A guard for each option, and for the last the same under a former name.
const isRenamed = new pulumi.Config().getBoolean("renamed") ?? false;

const args: GuardArgs = { regions: ["eu-west-1"], desiredKey: "alias/xray-traces", forceDestroyBucket: true };
const tagged: pulumi.ResourceTransform = ({ type, props, opts }) =>
  type === "aws:sns/topic:Topic" ? { props: { ...props, tags: { team: "security" } }, opts } : undefined;

if (isRenamed) {
  const options: Record<string, pulumi.ComponentResourceOptions> = {
    plain: {},
    provider: { provider: new aws.Provider("elsewhere", { region: "eu-west-1" }) },
    depends: { dependsOn: [new aws.sqs.Queue("before")] },
    protect: { protect: true },
    retain: { retainOnDelete: true },
    ignore: { ignoreChanges: ["tags"] },
    transform: { transforms: [tagged] },
    latter: { aliases: [{ name: "former" }] },
  };
  for (const [name, given] of Object.entries(options)) new XrayEncryptionGuard(name, args, given);
} else {
  new XrayEncryptionGuard("former", args);
}
