import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

new PolicyPack("xray-encryption-guard", {
  displayName: "X-Ray encryption guard",
  description: "Checks X-Ray's encryption, and the resources that prove it, before deployment.",
  readme: `Policies for X-Ray's encryption setting, and for the AWS Config rule, functions, topics and roles that watch it.

Each is mandatory unless it is configured otherwise. The policy "policy-exceptions" takes a list of exceptions, each with policy,
resource, reason and the last day (until).`,
  provider: "aws",
  tags: ["aws", "xray", "config", "encryption", "compliance"],
  enforcementLevel: "mandatory",
  policies,
});
