import type { Policies } from "@pulumi/policy";
import { configRecorderCoversXray } from "./config-recorder-covers-xray";
import { configRuleTrigger } from "./config-rule-trigger";
import { deliveryBucketHardened } from "./delivery-bucket-hardened";
import { evaluatorObserved } from "./evaluator-observed";
import { lambdaPermissionSourceAccount } from "./lambda-permission-source-account";
import { roleLeastPrivilege } from "./role-least-privilege";
import { topicPolicyBound } from "./topic-policy-bound";
import { xrayEncryptionDesired } from "./xray-encryption-desired";

/** Every policy of the pack, in the order in which people read them. Apart from `index.ts`, which starts a server. */
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
