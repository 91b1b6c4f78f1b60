import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { principalsWithoutSourceAccount } from "../iam/source-account";
import { configurable } from "../support/config";
import { isObject, objectOf, objectsOf, type Properties, stringOf } from "../support/property";
import { isOfType, refersTo } from "../support/resource";
import { parsePolicyDocument, PolicyDocumentError, type Statement } from "../iam/statement";
import { checkAll, UnknownValueError } from "../support/unknown-values";
import { securityBestPractice } from "../support/framework";

const protections = [
  "publicAccess",
  "versioning",
  "encryption",
  "ownership",
  "tls",
  "boundToAccount",
] as const;
type Protection = (typeof protections)[number];

const config = configurable<{ require: string[] }>({
  require: {
    type: "array",
    description: `Required protections, any of ${protections.join(", ")}.`,
    default: [...protections],
  },
});

/**
 * The bucket stores evidence: whoever may change or delete it may change the history.
 *
 * A bucket that another stack declares is checked when that stack is reviewed.
 */
export const deliveryBucketHardened: StackValidationPolicy = {
  name: "delivery-bucket-hardened",
  displayName: "The delivery bucket is hardened",
  tags: ["s3", "config", "evidence"],
  framework: securityBestPractice("S3.5", "S3 general purpose buckets should require requests to use SSL"),
  description:
    "The bucket AWS Config delivers to is private, versioned, encrypted, owner-enforced, TLS only, and allows AWS Config for one account only.",
  severity: "high",
  remediationSteps:
    "Declare for the bucket a BucketPublicAccessBlock with all four switches, BucketVersioning Enabled, a BucketServerSideEncryptionConfiguration, BucketOwnershipControls BucketOwnerEnforced, and a BucketPolicy that denies requests without TLS and binds config.amazonaws.com by aws:SourceAccount.",
  configSchema: config.schema,
  validateStack: (args, reportViolation) => {
    const required = config.read(args).require;
    const unknown = required.find((name) => !protections.some((protection) => protection === name));
    if (unknown !== undefined) {
      reportViolation(`This policy's require names ${unknown}: expected any of ${protections.join(", ")}.`);
    }
    const buckets = args.resources.filter(
      (bucket) =>
        isOfType(bucket, "s3", "Bucket") &&
        args.resources.some(
          (channel) =>
            isOfType(channel, "cfg", "DeliveryChannel") && refersTo(channel, "s3BucketName", bucket, names),
        ),
    );
    const wanted = protections.filter((protection) => required.includes(protection));
    const checks = buckets.flatMap((bucket) => wanted.map((protection) => ({ bucket, protection })));
    checkAll(checks, ({ bucket, protection }) => {
      const companions = args.resources.filter(
        (resource) =>
          resource !== bucket && configuresBucket(resource) && refersTo(resource, "bucket", bucket, names),
      );
      for (const problem of problemsOf[protection](companions, bucket)) {
        reportViolation(`Bucket ${bucket.name}, to which AWS Config delivers, ${problem}`, bucket.urn);
      }
    });
  },
};

const names = ["bucket", "id"];

const kinds = {
  publicAccess: "BucketPublicAccessBlock",
  versioning: "BucketVersioning",
  encryption: "BucketServerSideEncryptionConfiguration",
  ownership: "BucketOwnershipControls",
  policy: "BucketPolicy",
};

function configuresBucket(resource: PolicyResource): boolean {
  return Object.values(kinds).some((kind) => isOfType(resource, "s3", kind));
}

/** Finds the problems of each protection in the bucket and its `companions`, the resources that configure it. */
const problemsOf: Record<Protection, (companions: PolicyResource[], bucket: PolicyResource) => string[]> = {
  publicAccess: (companions) => {
    const blocks = ofKind(companions, kinds.publicAccess);
    if (blocks.some(({ props }) => switches.every((name) => props[name] === true))) return [];
    return [
      `${blocks.length === 0 ? "leaves public access to AWS's default" : "can be made public"}: declare a BucketPublicAccessBlock with all four switches true.`,
    ];
  },
  versioning: (companions, bucket) =>
    ofKind(companions, kinds.versioning).some(
      ({ props }) => stringOf(objectOf(props, "versioningConfiguration") ?? {}, "status") === "Enabled",
    ) || inline(bucket, "versioning").some(({ enabled }) => enabled === true)
      ? []
      : ["has no versioning: declare a BucketVersioning with status Enabled."],
  encryption: (companions, bucket) =>
    ofKind(companions, kinds.encryption).some(({ props }) => objectsOf(props, "rules").length > 0) ||
    inline(bucket, "serverSideEncryptionConfiguration").length > 0
      ? []
      : ["declares no encryption: declare a BucketServerSideEncryptionConfiguration."],
  ownership: (companions) => {
    const controls = ofKind(companions, kinds.ownership);
    const owner = controls.map(({ props }) => stringOf(objectOf(props, "rule") ?? {}, "objectOwnership"));
    if (owner.includes("BucketOwnerEnforced")) return [];
    return [
      `${controls.length === 0 ? "leaves to AWS's default who owns objects" : "lets writers own objects"}: declare BucketOwnershipControls with BucketOwnerEnforced.`,
    ];
  },
  tls: (companions, bucket) =>
    withStatements(companions, bucket, (statements) =>
      statements.some(deniesWithoutTls)
        ? []
        : [
            "is reachable without TLS: deny s3:* to everyone in its policy where aws:SecureTransport is false, on the bucket and its objects.",
          ],
    ),
  boundToAccount: (companions, bucket) =>
    withStatements(companions, bucket, (statements) =>
      statements.flatMap((statement) =>
        principalsWithoutSourceAccount(statement).map(
          ({ value }) =>
            `allows ${value} for any account in ${statement.name}: add a condition StringEquals aws:SourceAccount.`,
        ),
      ),
    ),
};

const switches = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** What the program says on the bucket itself, as it could before version 4 of the provider and still can. */
function inline(bucket: PolicyResource, name: string): Properties[] {
  const value = given(bucket, name);
  // BucketV2 has lists, under the plural.
  return isObject(value) ? [value] : objectsOf({ value: value ?? given(bucket, `${name}s`) }, "value");
}

/** A property of the bucket. One that a preview does not know is AWS's to decide: the program gave none. */
function given(bucket: PolicyResource, name: string): unknown {
  try {
    return bucket.props[name] as unknown;
  } catch (error) {
    if (error instanceof UnknownValueError) return undefined;
    throw error;
  }
}

function ofKind(companions: PolicyResource[], kind: string): PolicyResource[] {
  return companions.filter((resource) => isOfType(resource, "s3", kind));
}

function withStatements(
  companions: PolicyResource[],
  bucket: PolicyResource,
  check: (statements: Statement[]) => string[],
): string[] {
  const policies = ofKind(companions, kinds.policy);
  const own = policies.length === 0 ? given(bucket, "policy") : undefined;
  try {
    return check([
      ...policies.flatMap(({ props }) => parsePolicyDocument((props as { policy: unknown }).policy)),
      ...(own === undefined || own === "" ? [] : parsePolicyDocument(own)),
    ]);
  } catch (error) {
    if (!(error instanceof PolicyDocumentError)) throw error;
    return [`has a policy that ${error.message}: write an IAM policy document.`];
  }
}

function deniesWithoutTls(statement: Statement): boolean {
  return (
    !statement.allows &&
    statement.principals.some(({ kind }) => kind === "anyone") &&
    statement.actions.some((action) => action === "*" || action.toLowerCase() === "s3:*") &&
    statement.resources.some((resource) => resource === "*" || resource.endsWith("/*")) &&
    statement.resources.some((resource) => resource === "*" || !resource.endsWith("/*")) &&
    statement.conditions.length === 1 &&
    statement.conditions.every(
      ({ operator, key, values }) =>
        operator === "bool" && key === "aws:securetransport" && values.join() === "false",
    )
  );
}
