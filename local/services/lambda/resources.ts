import { asset } from "@pulumi/pulumi";
import type { Create } from "../../deployment/resource";

/** The Lambda resources of the AWS provider. */
export const lambdaResources: Record<string, Create> = {
  "aws:lambda/function:Function": async ({ account, region, inputs, physicalName }) => {
    inputs.rejectUnsupported(
      "layers",
      "vpcConfig",
      "deadLetterConfig",
      "imageUri",
      "s3Bucket",
      "fileSystemConfig",
    );
    const name = inputs.optionalString("name") ?? physicalName;
    const { arn } = await region.lambda.createFunction({
      name,
      roleArn: inputs.string("role"),
      runtime: inputs.string("runtime"),
      handler: inputs.string("handler"),
      files: await unpack(inputs.values["code"]),
      // Lambda's own defaults.
      timeoutSeconds: inputs.optionalNumber("timeout") ?? 3,
      memoryMegabytes: inputs.optionalNumber("memorySize") ?? 128,
      environment: inputs.optionalBlock("environment")?.stringMap("variables") ?? {},
      logGroup: inputs.optionalBlock("loggingConfig")?.optionalString("logGroup"),
    });
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

  "aws:lambda/permission:Permission": async ({ account, region, inputs, physicalName }) => {
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

  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": async ({ region, inputs }) => {
    const destinations = inputs.optionalBlock("destinationConfig");
    destinations?.rejectUnsupported("onSuccess");
    const { arn } = await region.lambda.putEventInvokeConfig(inputs.string("functionName"), {
      retries: inputs.optionalNumber("maximumRetryAttempts") ?? 2,
      onFailure: destinations?.optionalBlock("onFailure")?.string("destination"),
    });
    return { id: arn };
  },
};

function principalOf(principal: string, partition: string): unknown {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${partition}:iam::${principal}:root` };
  return principal.startsWith("arn:") ? { AWS: principal } : { Service: principal };
}

/** The files of an archive that the program makes from strings. */
async function unpack(code: unknown): Promise<Record<string, string>> {
  if (!(code instanceof asset.AssetArchive)) {
    throw new Error("the local account runs code that is given as an AssetArchive");
  }
  const assets = await code.assets;
  const files: Record<string, string> = {};
  for (const [name, content] of Object.entries(assets)) {
    if (!(content instanceof asset.StringAsset))
      throw new Error(`the archive's ${name} must be a StringAsset`);
    files[name] = await content.text;
  }
  return files;
}
