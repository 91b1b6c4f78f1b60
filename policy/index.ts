import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

new PolicyPack("xray-encryption-guard", {
  displayName: "X-Ray encryption guard",
  description: "Checks X-Ray's encryption, and the resources that prove it, before deployment.",
  provider: "aws",
  enforcementLevel: "mandatory",
  policies,
});
