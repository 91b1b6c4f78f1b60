import type { Policies } from "@pulumi/policy";
import { configRecorderCoversXray } from "./policies/config-recorder-covers-xray";
import { configRuleTrigger } from "./policies/config-rule-trigger";
import { deliveryBucketHardened } from "./policies/delivery-bucket-hardened";
import { evaluatorObserved } from "./policies/evaluator-observed";
import { lambdaPermissionSourceAccount } from "./policies/lambda-permission-source-account";
import { roleLeastPrivilege } from "./policies/role-least-privilege";
import { topicPolicyBound } from "./policies/topic-policy-bound";
import { xrayEncryptionDesired } from "./policies/xray-encryption-desired";

/** The pack's policies, in reading order. They are not in `index.ts`, because importing that file starts a server. */
export const policies: Policies = [
  xrayEncryptionDesired,
  configRecorderCoversXray,
  configRuleTrigger,
  lambdaPermissionSourceAccount,
  topicPolicyBound,
  deliveryBucketHardened,
  roleLeastPrivilege,
  evaluatorObserved,
];
