import { runtime } from "@pulumi/pulumi";

/** A resource that a remote component creates. */
export interface Child {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/**
 * The resources that a remote component creates. The engine constructs such a component in a plugin, which needs the CLI.
 * So this file repeats what the plugin does, for the components that the stack uses (pulumi-awsx 3, `cloudtrail/trail.ts`).
 *
 * @returns the resources in the order of their creation; undefined for a component that is not remote
 */
export function childrenOf(component: Child): Child[] | undefined {
  if (!component.type.startsWith("awsx:")) return undefined;
  if (component.type === "awsx:cloudtrail:Trail") return trail(component);
  throw new Error(`The resources of ${component.type} are not known without the Pulumi CLI.`);
}

function trail({ name, inputs }: Child): Child[] {
  const { s3Bucket, ...trailInputs } = inputs;
  const { existing } = (s3Bucket ?? {}) as { existing?: { arn?: string } };
  if (existing?.arn === undefined) {
    throw new Error(
      "The resources of awsx:cloudtrail:Trail are only known for an existing bucket, given by its ARN.",
    );
  }
  const { arn } = existing;
  const isKnown = arn !== runtime.unknownValue;
  const bucket = isKnown ? arn.split(":").at(-1) : arn;
  const cloudTrail = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } };
  const acl = { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } };
  const policy = {
    Version: "2012-10-17",
    Statement: [
      { Sid: "AWSCloudTrailAclCheck", ...cloudTrail, Action: ["s3:GetBucketAcl"], Resource: [arn] },
      {
        Sid: "AWSCloudTrailWrite",
        ...cloudTrail,
        Action: ["s3:PutObject"],
        Resource: [`${arn}/*`],
        Condition: acl,
      },
    ],
  };
  return [
    {
      type: "aws:s3/bucketPolicy:BucketPolicy",
      name,
      inputs: { bucket, policy: isKnown ? JSON.stringify(policy) : arn },
    },
    { type: "aws:cloudtrail/trail:Trail", name, inputs: { ...trailInputs, s3BucketName: bucket } },
  ];
}
