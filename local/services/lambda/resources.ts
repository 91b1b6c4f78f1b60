import { archivedFiles } from "../../../stack-runner/archived-files";
import type { LambdaFunctionOptions } from "./lambda";
import { ifExists, type NewResource, type ResourceType } from "../../deployment/resource";

/** The Lambda resources of the AWS provider. */
export const lambdaResources: Record<string, ResourceType> = {
  "aws:lambda/function:Function": {
    create: async (resource) => {
      const { account, region } = resource;
      const options = await optionsOf(resource);
      const { name } = options;
      const { arn } = await region.lambda.createFunction(options);
      return {
        id: name,
        arn,
        name,
        version: "$LATEST",
        qualifiedArn: `${arn}:$LATEST`,
        invokeArn: `arn:${account.partition}:apigateway:${region.name}:lambda:path/2015-03-31/functions/${arn}/invocations`,
        lastModified: account.clock.iso(),
      };
    },
    update: async (resource) => {
      await resource.region.lambda.updateFunction(await optionsOf(resource));
      return { lastModified: resource.account.clock.iso() };
    },
    read: async ({ region, id }) => ifExists(region.lambda.exists(id)),
    delete: async ({ region, id }) => region.lambda.deleteFunction(id),
  },

  "aws:lambda/permission:Permission": {
    create: async ({ account, region, inputs, physicalName }) => {
      inputs.rejectUnsupported("principalOrgId", "eventSourceToken", "qualifier", "functionUrlAuthType");
      const statementId = inputs.optionalString("statementId") ?? physicalName;
      const principal = inputs.string("principal");
      const sourceAccount = inputs.optionalString("sourceAccount");
      const sourceArn = inputs.optionalString("sourceArn");
      const condition = {
        ...(sourceAccount === undefined ? {} : { StringEquals: { "AWS:SourceAccount": sourceAccount } }),
        ...(sourceArn === undefined ? {} : { ArnLike: { "AWS:SourceArn": sourceArn } }),
      };
      region.lambda.addPermission(inputs.string("function"), {
        Sid: statementId,
        Effect: "Allow",
        Principal: principalOf(principal, account.partition),
        Action: inputs.string("action"),
        ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
      });
      return { id: statementId, statementId };
    },
    read: async ({ region, id, inputs }) => {
      const name = inputs.string("function");
      if (!region.lambda.exists(name)) return undefined;
      return ifExists(region.lambda.find(name).permissions.find(({ Sid }) => Sid === id));
    },
    delete: async ({ region, id, inputs }) => region.lambda.removePermission(inputs.string("function"), id),
  },

  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    create: async ({ region, inputs }) => {
      const destinations = inputs.optionalBlock("destinationConfig");
      destinations?.rejectUnsupported("onSuccess");
      const { arn } = await region.lambda.putEventInvokeConfig(inputs.string("functionName"), {
        retries: inputs.optionalNumber("maximumRetryAttempts") ?? 2,
        onFailure: destinations?.optionalBlock("onFailure")?.string("destination"),
      });
      return { id: arn };
    },
    read: async ({ region, inputs }) => ifExists(region.lambda.exists(inputs.string("functionName"))),
    // Lambda's own defaults.
    delete: async ({ region, inputs }) => {
      await region.lambda.putEventInvokeConfig(inputs.string("functionName"), {
        retries: 2,
        onFailure: undefined,
      });
    },
  },
};

async function optionsOf({ inputs, physicalName }: NewResource): Promise<LambdaFunctionOptions> {
  inputs.rejectUnsupported(
    "layers",
    "vpcConfig",
    "deadLetterConfig",
    "imageUri",
    "s3Bucket",
    "fileSystemConfig",
  );
  return {
    name: inputs.optionalString("name") ?? physicalName,
    roleArn: inputs.string("role"),
    runtime: inputs.string("runtime"),
    handler: inputs.string("handler"),
    files: await archivedFiles(inputs.values["code"]),
    // Lambda's own defaults.
    timeoutSeconds: inputs.optionalNumber("timeout") ?? 3,
    memoryMegabytes: inputs.optionalNumber("memorySize") ?? 128,
    environment: inputs.optionalBlock("environment")?.stringMap("variables") ?? {},
    logGroup: inputs.optionalBlock("loggingConfig")?.optionalString("logGroup"),
  };
}

function principalOf(principal: string, partition: string): unknown {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${partition}:iam::${principal}:root` };
  return principal.startsWith("arn:") ? { AWS: principal } : { Service: principal };
}
