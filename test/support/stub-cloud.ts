import { type Cloud, type Registration, type Run, runProgram } from "../../stack-runner/run";
import { type GuardArgs, XrayEncryptionGuard } from "../../infra/guard";

/** Service of each type the stack may declare. A type that is not here is a failure. */
const services: Record<string, string> = {
  "aws:s3/bucket:Bucket": "s3",
  "aws:s3/bucketVersioning:BucketVersioning": "s3",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "s3",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "s3",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "s3",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "s3",
  "aws:s3/bucketPolicy:BucketPolicy": "s3",
  "aws:iam/role:Role": "iam",
  "aws:iam/rolePolicy:RolePolicy": "iam",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "iam",
  "aws:cfg/recorder:Recorder": "config",
  "aws:cfg/deliveryChannel:DeliveryChannel": "config",
  "aws:cfg/recorderStatus:RecorderStatus": "config",
  "aws:cfg/retentionConfiguration:RetentionConfiguration": "config",
  "aws:cfg/rule:Rule": "config",
  "aws:cloudcontrol/resource:Resource": "cloudformation",
  "aws:cfg/remediationConfiguration:RemediationConfiguration": "config",
  "aws:sns/topic:Topic": "sns",
  "aws:sns/topicPolicy:TopicPolicy": "sns",
  "aws:sns/topicSubscription:TopicSubscription": "sns",
  "aws:cloudtrail/trail:Trail": "cloudtrail",
  "aws:cloudwatch/eventRule:EventRule": "events",
  "aws:cloudwatch/eventTarget:EventTarget": "events",
  "aws:cloudwatch/logGroup:LogGroup": "logs",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": "logs",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "cloudwatch",
  "pulumi:providers:aws": "provider",
  "aws:xray/encryptionConfig:EncryptionConfig": "xray",
  "aws:lambda/function:Function": "lambda",
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": "lambda",
  "aws:lambda/permission:Permission": "lambda",
};

/** A cloud that answers with a name and an ARN for whatever it knows, and fails on the rest. */
export function stubCloud(partition = "aws"): Cloud {
  return {
    async create({ type, name, inputs }) {
      const service = services[type];
      if (service === undefined) throw new Error(`The stub cloud knows no ${type}.`);
      const region = typeof inputs["region"] === "string" ? inputs["region"] : "";
      const physicalName = typeof inputs["name"] === "string" ? inputs["name"] : `${name}-id`;
      const arn = `arn:${partition}:${service}:${region}:123456789012:${physicalName}`;
      return { id: physicalName, state: { ...inputs, name: physicalName, arn } };
    },
    async invoke({ token, inputs }) {
      if (token === "aws:index/getCallerIdentity:getCallerIdentity") return { accountId: "123456789012" };
      if (token === "aws:index/getPartition:getPartition") return { partition };
      if (token === "aws:kms/getKey:getKey") {
        return {
          arn: `arn:${partition}:kms:${String(inputs["region"])}:123456789012:key/of-${String(inputs["keyId"])}`,
        };
      }
      throw new Error(`The stub cloud knows no ${token}.`);
    },
  };
}

/** Registers one guard, named `guard`, in a program of its own. */
export function runGuard(args: GuardArgs = {}, partition = "aws"): Promise<Run> {
  const regions = args.regions ?? [partition === "aws-cn" ? "cn-north-1" : "eu-west-1"];
  return runProgram({
    stack: "dev",
    cloud: stubCloud(partition),
    program: () => {
      const guard = new XrayEncryptionGuard("guard", { ...args, regions });
      return { regions: guard.regions, ...(guard.bucketName && { bucketName: guard.bucketName }) };
    },
  });
}

/** The one registration of a type, or of a type and name; anything else is a failure. */
export function only(run: Run, type: string, name?: string): Registration {
  const found = run.registrations.filter(
    (registration) =>
      registration.type.endsWith(`:${type}`) && (name === undefined || registration.name === name),
  );
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(
      `Expected one ${type} ${name ?? ""}, found ${found.map((r) => r.name).join(", ") || "none"}.`,
    );
  }
  return first;
}

/** The statements of a policy that a registration carries as JSON. */
export function statements(registration: Registration, input = "policy"): unknown[] {
  const text = registration.inputs[input];
  if (typeof text !== "string") throw new Error(`${registration.urn} has no ${input}.`);
  const document = JSON.parse(text) as { Version: string; Statement: unknown[] };
  if (document.Version !== "2012-10-17") throw new Error(`${registration.urn}: unexpected policy version.`);
  return document.Statement;
}
