import type { RoleNeeds } from "./service-role";

/** The role of one Region's notifier. What it may do stands beside what it may do it to. */
export function notifierRole(): RoleNeeds {
  return {
    // No conditions, for the same reason as the evaluator's role.
    service: "lambda.amazonaws.com",
    description: "Used by the Lambda function that tells people of X-Ray's encryption setting.",
    statements: [],
  };
}
