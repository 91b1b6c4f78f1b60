import * as aws from "@pulumi/aws";

new aws.lambda.Permission("config", {
  action: "lambda:InvokeFunction",
  function: "evaluator",
  principal: "config.amazonaws.com",
});
