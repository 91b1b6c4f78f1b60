import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

new PolicyPack("xray-encryption-guard", {
  displayName: "X-Ray encryption guard",
  description: "Holds X-Ray's encryption, and what proves it, to one rule before anything is deployed.",
  provider: "aws",
  enforcementLevel: "mandatory",
  policies,
});
