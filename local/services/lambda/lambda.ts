import { createHash } from "node:crypto";
import type {
  FunctionConfiguration,
  GetFunctionConfigurationRequest,
  GetFunctionRequest,
  GetFunctionResponse,
  InvocationRequest,
  InvocationResponse,
  Runtime,
} from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { minute } from "../../account/clock";
import { FunctionProcess, type FunctionError, type FunctionResult } from "./function-process";
import { uuid } from "../../account/ids";
import type { CloudWatch } from "../cloudwatch/cloudwatch";
import type { Logs } from "../logs/logs";
import type { Sns } from "../sns/sns";
import type { Sqs } from "../sqs/sqs";

export interface LambdaFunctionOptions {
  name: string;
  roleArn: string;
  runtime: string;
  handler: string;
  files: Record<string, string | Buffer>;
  timeoutSeconds: number;
  memoryMegabytes: number;
  environment: Record<string, string>;
  logGroup: string | undefined;
}

interface LambdaFunction extends LambdaFunctionOptions {
  arn: string;
  process: FunctionProcess;
  /** The files in a zip, as `GetFunction` leads to it. */
  archive: Uint8Array;
  created: Date;
  permissions: Record<string, unknown>[];
  retries: number;
  onFailure: string | undefined;
}

/** The services whose functions `failNext` breaks: those that judge. A function that they invoke goes on. */
interface Invocation {
  requestId: string;
  event: unknown;
  invokedBy: string;
}

const services = ["config.amazonaws.com", "events.amazonaws.com"];

/** Waiting times before Lambda's second and third attempt at an asynchronous event. */
const retryDelays = [minute, 2 * minute];

/** Lambda: functions that really run, their permissions, asynchronous invocation with retries and a failure destination. */
export class Lambda {
  private readonly functions = new Map<string, LambdaFunction>();
  private sequence = 0;
  private stopped = false;
  /** How many of the next attempts fail without running the function. */
  private failing = 0;

  constructor(
    private readonly region: RegionContext & {
      sns: Sns;
      sqs: Sqs;
      logs: Logs;
      cloudwatch: CloudWatch;
      events: { hasTarget(arn: string): boolean };
    },
  ) {}

  /**
   * @throws AwsError `InvalidParameterValueException` when the role does not trust Lambda, or the runtime is not Node;
   * `ResourceConflictException` where there is one of that name
   */
  async createFunction(options: LambdaFunctionOptions): Promise<LambdaFunction> {
    if (this.exists(options.name))
      throw new AwsError("ResourceConflictException", `Function already exist: ${options.name}`, 409);
    return this.put(options);
  }

  /** `UpdateFunctionCode` and `UpdateFunctionConfiguration`. The process starts anew, as a changed function does. */
  async updateFunction(options: LambdaFunctionOptions): Promise<LambdaFunction> {
    this.find(options.name);
    return this.put(options);
  }

  private async put(options: LambdaFunctionOptions): Promise<LambdaFunction> {
    const { account } = this.region;
    const arn = this.region.arn("lambda", `function:${options.name}`);
    if (!/^nodejs\d+\.x$/.test(options.runtime)) {
      throw new AwsError(
        "InvalidParameterValueException",
        `The local account runs Node functions, not ${options.runtime}.`,
      );
    }
    try {
      await account.assume("lambda.amazonaws.com", options.roleArn, {
        "aws:SourceAccount": account.id,
        "aws:SourceArn": arn,
      });
    } catch (error) {
      throw new AwsError(
        "InvalidParameterValueException",
        `The role defined for the function cannot be assumed by Lambda. ${(error as Error).message}`,
      );
    }
    const created: LambdaFunction = {
      // What a changed function keeps.
      created: account.clock.now(),
      permissions: [],
      retries: 2,
      onFailure: undefined,
      ...this.functions.get(arn),
      ...options,
      arn,
      process: this.start(options),
      archive: zipped(options.files),
    };
    this.functions.get(arn)?.process.stop();
    this.functions.set(arn, created);
    return created;
  }

  private start(options: LambdaFunctionOptions): FunctionProcess {
    const { account } = this.region;
    // A failed deployment may still create functions after the account is closed. Their processes would never end.
    if (this.stopped) throw new AwsError("ServiceException", "The local account is closed.", 500);
    const credentials = account.iam.credentials(options.roleArn);
    return new FunctionProcess({
      files: options.files,
      handler: options.handler,
      timeoutSeconds: options.timeoutSeconds,
      environment: {
        ...options.environment,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken,
        AWS_REGION: this.region.name,
        AWS_DEFAULT_REGION: this.region.name,
        AWS_EXECUTION_ENV: `AWS_Lambda_${options.runtime}`,
        AWS_LAMBDA_FUNCTION_NAME: options.name,
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memoryMegabytes),
        AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(options),
        AWS_LAMBDA_LOG_STREAM_NAME: logStream,
        AWS_ENDPOINT_URL: account.endpointUrl,
      },
    });
  }

  /** `DeleteFunction` @throws AwsError `ResourceNotFoundException` */
  deleteFunction(name: string): void {
    const { arn, process } = this.find(name);
    process.stop();
    this.functions.delete(arn);
  }

  addPermission(functionNameOrArn: string, statement: Record<string, unknown>): LambdaFunction {
    const target = this.find(functionNameOrArn);
    target.permissions.push({ ...statement, Resource: target.arn });
    return target;
  }

  /** `RemovePermission` */
  removePermission(functionNameOrArn: string, statementId: string): void {
    const target = this.find(functionNameOrArn);
    target.permissions = target.permissions.filter(({ Sid }) => Sid !== statementId);
  }

  /** Lambda checks at once that the function's role may reach its failure destination. */
  async putEventInvokeConfig(
    functionNameOrArn: string,
    options: { retries: number; onFailure: string | undefined },
  ): Promise<LambdaFunction> {
    const target = this.find(functionNameOrArn);
    if (options.onFailure !== undefined) {
      try {
        await (isQueue(options.onFailure)
          ? this.region.sqs.requireSend(target.roleArn, options.onFailure, {})
          : this.region.sns.requirePublish(target.roleArn, options.onFailure, {}));
      } catch (error) {
        const operation = isQueue(options.onFailure) ? "SendMessage" : "Publish";
        throw new AwsError(
          "InvalidParameterValueException",
          `The function's execution role does not have permissions to call ${operation} on ${options.onFailure}. ${(error as Error).message}`,
        );
      }
    }
    return Object.assign(target, options);
  }

  /** Checks that principal may invoke the function, by its permissions or by a role's own policies. */
  async requireInvoke(
    principal: string,
    functionArn: string,
    context: Record<string, string>,
  ): Promise<void> {
    const target = this.find(functionArn);
    await this.region.account.authorization.require({
      principal,
      action: "lambda:InvokeFunction",
      resource: target.arn,
      context,
      ...(target.permissions.length === 0
        ? {}
        : { resourcePolicy: { Version: "2012-10-17", Statement: target.permissions } }),
    });
  }

  /** Invokes asynchronously, as services do. It runs at once on the account's clock. A failed attempt is retried. */
  async invokeAsync(
    principal: string,
    functionArn: string,
    event: unknown,
    context: Record<string, string>,
  ): Promise<void> {
    await this.requireInvoke(principal, functionArn, context);
    const requestId = uuid("request", this.region.name, String(++this.sequence));
    const invocation = { requestId, event, invokedBy: principal };
    this.region.account.clock.after(0, () => this.attempt(this.find(functionArn), invocation, 1));
  }

  /** `Invoke`, asynchronously or with the answer. */
  async invoke(principal: string, request: InvocationRequest): Promise<InvocationResponse> {
    const { InvocationType: type = "RequestResponse" } = request;
    if (type !== "Event" && type !== "RequestResponse") {
      throw new AwsError(
        "InvalidParameterValueException",
        "The local account invokes functions asynchronously or with the answer: InvocationType must be Event or RequestResponse.",
      );
    }
    const { arn } = this.find(request.FunctionName ?? "");
    const payload = Buffer.from(request.Payload ?? "").toString("utf8");
    let event: unknown;
    try {
      event = JSON.parse(payload === "" ? "{}" : payload);
    } catch {
      throw new AwsError("InvalidRequestContentException", "Could not parse request body into json");
    }
    if (type === "RequestResponse") return this.invokeNow(principal, arn, event);
    await this.invokeAsync(principal, arn, event, {});
    return { StatusCode: 202 };
  }

  /** Makes the next attempts to run what AWS Config and EventBridge invoke fail with a timeout. 0 ends that. */
  failNext(attempts: number): void {
    this.failing = attempts;
  }

  /** By name, ARN or partial ARN. Whoever knows the code's location may download it. */
  async getFunction(principal: string, request: GetFunctionRequest): Promise<GetFunctionResponse> {
    const target = await this.readable(principal, "lambda:GetFunction", request);
    const Location = `${this.region.account.endpointUrl}/local/code?${new URLSearchParams({ arn: target.arn })}`;
    return { Configuration: configurationOf(target), Code: { RepositoryType: "S3", Location } };
  }

  /** By name, ARN or partial ARN. */
  async getFunctionConfiguration(
    principal: string,
    request: GetFunctionConfigurationRequest,
  ): Promise<FunctionConfiguration> {
    return configurationOf(await this.readable(principal, "lambda:GetFunctionConfiguration", request));
  }

  list(): readonly LambdaFunction[] {
    return [...this.functions.values()];
  }

  /** Whether there is a function of this name. */
  exists(name: string): boolean {
    return this.functions.has(this.region.arn("lambda", `function:${name}`));
  }

  /** Stops all functions and accepts no new ones. */
  stop(): void {
    this.stopped = true;
    for (const one of this.functions.values()) one.process.stop();
  }

  /** The functions to which EventBridge sends events. */
  listTargets(): LambdaFunction[] {
    return this.list().filter(({ arn }) => this.region.events.hasTarget(arn));
  }

  /** @throws AwsError `ResourceNotFoundException` */
  find(nameOrArn: string): LambdaFunction {
    const arn = nameOrArn.startsWith("arn:") ? nameOrArn : this.region.arn("lambda", `function:${nameOrArn}`);
    const found = this.functions.get(arn);
    if (found === undefined)
      throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
    return found;
  }

  private async readable(
    principal: string,
    action: string,
    { FunctionName: given = "" }: { FunctionName: string | undefined },
  ): Promise<LambdaFunction> {
    const name = given.startsWith("arn:") ? given : given.replace(/^(?:\d{12}:)?function:/, "");
    const target = this.find(name.replace(/(:function:[^:]+):\$LATEST$/, "$1"));
    await this.region.account.authorization.require({ principal, action, resource: target.arn });
    return target;
  }

  /** Whoever waits for the answer gets the error too, and Lambda does not try again. */
  private async invokeNow(
    principal: string,
    functionArn: string,
    event: unknown,
  ): Promise<InvocationResponse> {
    await this.requireInvoke(principal, functionArn, {});
    const requestId = uuid("request", this.region.name, String(++this.sequence));
    const result = await this.run(this.find(functionArn), { requestId, event, invokedBy: principal }, 1);
    const isError = "error" in result;
    const payload: unknown = isError ? result.error : result.value;
    return {
      StatusCode: 200,
      ...(isError && { FunctionError: "Unhandled" }),
      Payload: Buffer.from(JSON.stringify(payload ?? null)),
    };
  }

  private async attempt(target: LambdaFunction, invocation: Invocation, attempt: number): Promise<void> {
    const result = await this.run(target, invocation, attempt);
    if (!("error" in result)) return;
    const { requestId, event } = invocation;
    const delay = attempt > target.retries ? undefined : retryDelays[attempt - 1];
    if (delay === undefined) await this.giveUp(target, requestId, event, attempt, result.error);
    else this.region.account.clock.after(delay, () => this.attempt(target, invocation, attempt + 1));
  }

  private async run(
    target: LambdaFunction,
    { requestId, event, invokedBy }: Invocation,
    attempt: number,
  ): Promise<FunctionResult> {
    const { clock, journal } = this.region.account;
    const before = journal.calls.length;
    const result =
      this.takeFailure(target, requestId, invokedBy) ??
      (await target.process.invoke(requestId, event, clock.now(), {
        awsRequestId: requestId,
        functionName: target.name,
        functionVersion: "$LATEST",
        invokedFunctionArn: target.arn,
        memoryLimitInMB: String(target.memoryMegabytes),
        logGroupName: logGroupOf(target),
        logStreamName: logStream,
      }));
    const error = "error" in result ? result.error : undefined;
    const problem = error === undefined ? undefined : `${error.errorType}: ${error.errorMessage}`;
    journal.record("invocation", {
      at: clock.iso(),
      region: this.region.name,
      functionName: target.name,
      requestId,
      attempt,
      error: problem,
      logs: result.logs,
      // One function runs at a time, and no other caller has its role.
      calls: journal.calls.slice(before).filter(({ principal }) => principal === target.roleArn),
    });
    await this.log(target, requestId, [...result.logs, ...(problem === undefined ? [] : [problem])]);
    const dimensions = { FunctionName: target.name };
    await this.region.cloudwatch.putMetric("AWS/Lambda", "Invocations", dimensions, 1);
    await this.region.cloudwatch.putMetric("AWS/Lambda", "Errors", dimensions, error === undefined ? 0 : 1);
    return result;
  }

  /** The failure of this attempt, if it is one of those that must fail. */
  private takeFailure(
    target: LambdaFunction,
    requestId: string,
    invokedBy: string,
  ): FunctionResult | undefined {
    if (this.failing <= 0 || !services.includes(invokedBy)) return undefined;
    this.failing--;
    const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${target.timeoutSeconds.toFixed(2)} seconds`;
    return { logs: [], error: { errorType: "Sandbox.Timedout", errorMessage, trace: [] } };
  }

  private async log(target: LambdaFunction, requestId: string, lines: string[]): Promise<void> {
    try {
      await this.region.logs.write(target.roleArn, logGroupOf(target), logStream, [
        `START RequestId: ${requestId} Version: $LATEST`,
        ...lines,
        `END RequestId: ${requestId}`,
      ]);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.region.failure(`The log lines of function ${target.name} are lost: ${error.message}`);
    }
  }

  private async giveUp(
    target: LambdaFunction,
    requestId: string,
    event: unknown,
    attempts: number,
    error: FunctionError,
  ): Promise<void> {
    this.region.failure(
      `Function ${target.name} failed ${attempts} times and Lambda gave up: ${error.errorType}: ${error.errorMessage}`,
    );
    if (target.onFailure === undefined) return;
    const record = {
      version: "1.0",
      timestamp: this.region.account.clock.iso(),
      requestContext: {
        requestId,
        functionArn: `${target.arn}:$LATEST`,
        condition: "RetriesExhausted",
        approximateInvokeCount: attempts,
      },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      // Without the trace, which names paths of this machine.
      responsePayload: { errorType: error.errorType, errorMessage: error.errorMessage },
    };
    try {
      const message = JSON.stringify(record);
      await (isQueue(target.onFailure)
        ? this.region.sqs.send(target.roleArn, target.onFailure, message)
        : this.region.sns.publish(target.roleArn, target.onFailure, {
            subject: "AWS Notification Message",
            message,
          }));
    } catch (refusal) {
      if (!(refusal instanceof AwsError)) throw refusal;
      const dimensions = { FunctionName: target.name };
      await this.region.cloudwatch.putMetric("AWS/Lambda", "DestinationDeliveryFailures", dimensions, 1);
      this.region.failure(
        `Function ${target.name}'s failure did not reach its destination: ${refusal.message}`,
      );
    }
  }
}

function isQueue(arn: string): boolean {
  return /^arn:[^:]+:sqs:/.test(arn);
}

const logStream = "2026/01/05/[$LATEST]local";

function logGroupOf(options: { name: string; logGroup: string | undefined }): string {
  return options.logGroup ?? `/aws/lambda/${options.name}`;
}

function configurationOf(target: LambdaFunction): FunctionConfiguration {
  return {
    FunctionName: target.name,
    FunctionArn: target.arn,
    Runtime: target.runtime as Runtime,
    Role: target.roleArn,
    Handler: target.handler,
    CodeSize: target.archive.length,
    CodeSha256: createHash("sha256").update(target.archive).digest("base64"),
    Timeout: target.timeoutSeconds,
    MemorySize: target.memoryMegabytes,
    LastModified: target.created.toISOString().replace("Z", "+0000"),
    Version: "$LATEST",
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Environment: { Variables: target.environment },
    LoggingConfig: { LogFormat: "Text", LogGroup: logGroupOf(target) },
  };
}

/** By what is in them: the functions of every account have the same code, which need not be deflated again. */
const archives = new Map<string, Uint8Array>();

function zipped(files: LambdaFunctionOptions["files"]): Uint8Array {
  const key = createHash("sha256").update(JSON.stringify(files)).digest("base64");
  const known = archives.get(key);
  if (known !== undefined) return known;
  const contents = Object.entries(files).map(([name, content]): [string, Uint8Array] => [
    name,
    Buffer.from(content),
  ]);
  // The same bytes for the same files.
  const archive = zipSync(Object.fromEntries(contents), { mtime: new Date(1980, 0, 1) });
  archives.set(key, archive);
  return archive;
}
