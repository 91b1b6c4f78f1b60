import type { Policies } from "@pulumi/policy";
import { Exceptions } from "./exceptions/exceptions";
import { withExceptions } from "./exceptions/with-exceptions";
import { configRecorderCoversXray } from "./policies/config-recorder-covers-xray";
import { configRuleTrigger } from "./policies/config-rule-trigger";
import { deliveryBucketHardened } from "./policies/delivery-bucket-hardened";
import { evaluatorObserved } from "./policies/evaluator-observed";
import { lambdaPermissionSourceAccount } from "./policies/lambda-permission-source-account";
import { policyExceptions } from "./policies/policy-exceptions";
import { policyExceptionsUsed } from "./policies/policy-exceptions-used";
import { roleLeastPrivilege } from "./policies/role-least-privilege";
import { topicPolicyBound } from "./policies/topic-policy-bound";
import { xrayEncryptionDesired } from "./policies/xray-encryption-desired";

const judging: Policies = [
  xrayEncryptionDesired,
  configRecorderCoversXray,
  configRuleTrigger,
  lambdaPermissionSourceAccount,
  topicPolicyBound,
  deliveryBucketHardened,
  roleLeastPrivilege,
  evaluatorObserved,
];

const exceptions = new Exceptions();

/**
 * The pack's policies, in the order in which they run. They are not in `index.ts`, because importing that file starts a server.
 */
export const policies: Policies = [
  policyExceptions(
    judging.map(({ name }) => name),
    exceptions,
  ),
  ...withExceptions(judging, exceptions),
  policyExceptionsUsed(exceptions),
];
