import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import { XRayClient } from "@aws-sdk/client-xray";
import { AuditError, callAws } from "./aws-call";
import { pace } from "./pace";

/** How to reach AWS. Everything has a default: the SDK's own chain finds credentials and endpoint. */
export interface ClientOptions {
  /** Another endpoint than AWS's, such as the local account's; by default `AWS_ENDPOINT_URL`, if that is set. */
  endpoint?: string;
  /** By default the SDK's credential chain. */
  credentials?: NonNullable<STSClientConfig["credentials"]>;
  /** Attempts for each call; by default `AWS_MAX_ATTEMPTS`, else 5, because inventories of many Regions are throttled. */
  maxAttempts?: number;
  /**
   * `adaptive` for whoever calls one account very often: once AWS says that there are too many requests, the SDK sends fewer. By
   * default the SDK's own choice.
   */
  retryMode?: "standard" | "adaptive";
  /**
   * How many look-ups CloudTrail is asked for in a second, in a Region; by default the two that AWS answers in an account and
   * Region, and any number where an endpoint stands in AWS's place.
   */
  lookUpsPerSecond?: number;
  /** Clients whose connections are used, where there are many accounts; by default new ones. */
  connections?: Clients;
  /** What time it is, for answers that do not say it themselves; by default this machine's time. */
  clock?: () => Date;
  /** Told of each answer. */
  heard?: (answer: Answer) => void;
}

/** Where something was read: a call to AWS that was answered. */
export interface Read {
  region: string;
  /** The service by its prefix in IAM, and the operation: `config:GetResourceConfigHistory`. */
  call: string;
  /** When it was answered. */
  at: Date;
  /** AWS's ID of the request, which CloudTrail has too. */
  requestId: string | undefined;
}

/** A call to AWS with its parameters and what was answered, as the SDK reads it. */
export interface Answer extends Read {
  asked: object;
  answered: object;
}

/** The clients of one Region. */
export interface Clients {
  readonly region: string;
  readonly config: ConfigServiceClient;
  readonly xray: XRayClient;
  readonly kms: KMSClient;
  readonly cloudtrail: CloudTrailClient;
  readonly cloudwatch: CloudWatchClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sts: STSClient;
}

/** The identity behind the credentials. */
export interface Caller {
  /** Twelve digits. */
  account: string;
  /** A user's or role session's ARN. */
  arn: string;
  /** AWS's unique ID of it, which is never given again. */
  userId: string;
  /** Set for an account that is simulated: its time, by a clock of its own. */
  simulatedTime?: Date | undefined;
}

/** The header by which the local account marks its answers as simulated, with its time. AWS has no such header. */
const simulatedHeader = "x-simulated-account";

/**
 * Where AWS is, if somewhere else than the SDK knows.
 *
 * @throws AuditError `usage` for what is no URL, over which the SDK would stumble
 */
function endpointOf({ endpoint = process.env["AWS_ENDPOINT_URL"] }: ClientOptions): string | undefined {
  if (endpoint === undefined || endpoint === "" || /^https?:$/.test(URL.parse(endpoint)?.protocol ?? ""))
    return endpoint;
  const isBare = !endpoint.includes("/") && URL.canParse(`http://${endpoint}`);
  const guess = isBare ? `http://${endpoint}` : "http://127.0.0.1:4566";
  throw new AuditError("usage", `AWS_ENDPOINT_URL is '${endpoint}': expected a URL such as ${guess}.`);
}

/** What CloudTrail answers of `LookupEvents` in a second, for an account and Region (CloudTrail User Guide, "Quotas"). */
const lookUpsPerSecond = 2;

const reads = new WeakMap<object, Read & { isSimulated: boolean }>();

/** Where an answer was read. @throws Error for what is no answer to a client of `connector` */
export function readOf(answer: object): Read {
  const { isSimulated: _, ...read } = remembered(answer);
  return read;
}

function remembered(answer: object): Read & { isSimulated: boolean } {
  const read = reads.get(answer);
  if (read === undefined) throw new Error("Not an answer of AWS's: nothing is known of where it was read.");
  return read;
}

/** Makes the clients of each Region. All share one credential provider, so that credentials are resolved once. */
export function connector(access: ClientOptions = {}): (region: string) => Clients {
  let credentials = access.credentials;
  const endpoint = endpointOf(access);
  return (region) => {
    const options = {
      region,
      ...(access.endpoint !== undefined && { endpoint: access.endpoint }),
      ...(credentials !== undefined && { credentials }),
      ...(access.retryMode !== undefined && { retryMode: access.retryMode }),
      maxAttempts: access.maxAttempts ?? Number(process.env["AWS_MAX_ATTEMPTS"] ?? 5),
      // Milliseconds. Without throwOnRequestTimeout the SDK only warns. It ends with the answer's headers; socketTimeout ends a
      // body that stops half-way.
      requestHandler: access.connections?.sts.config.requestHandler ?? {
        connectionTimeout: 5000,
        requestTimeout: 30_000,
        throwOnRequestTimeout: true,
        socketTimeout: 30_000,
      },
    };
    credentials ??= new STSClient(options).config.credentials;
    const shared = { ...options, credentials };
    const clients = lazily(
      {
        sts: () => new STSClient(shared),
        config: () => new ConfigServiceClient(shared),
        xray: () => new XRayClient(shared),
        kms: () => new KMSClient(shared),
        cloudtrail: () =>
          paced(
            new CloudTrailClient(shared),
            access.lookUpsPerSecond ??
              (endpoint === undefined || endpoint === "" ? lookUpsPerSecond : Infinity),
          ),
        cloudwatch: () => new CloudWatchClient(shared),
        iam: () => new IAMClient(shared),
        lambda: () => new LambdaClient(shared),
        logs: () => new CloudWatchLogsClient(shared),
        sns: () => new SNSClient(shared),
        s3: () =>
          new S3Client({
            ...shared,
            // The bucket may be in another Region than the recorder.
            followRegionRedirects: true,
            // A bucket has no host name of its own at an endpoint that is not AWS's.
            forcePathStyle: endpoint !== undefined,
          }),
      },
      (service, client) => rememberReads(client as STSClient, `${service}:`, region, access),
    );
    return Object.assign(clients, { region });
  };
}

/** An object whose members are made once they are asked for: a thousand accounts have clients by the hundred thousand. */
function lazily<T extends object>(
  makers: { [K in keyof T]: () => T[K] },
  made: (name: string, member: object) => void,
): T {
  const object = {};
  for (const [name, make] of Object.entries(makers as Record<string, () => object>)) {
    const get = (): object => {
      const value = make();
      made(name, value);
      Object.defineProperty(object, name, { value });
      return value;
    };
    Object.defineProperty(object, name, { configurable: true, enumerable: true, get });
  }
  return object as T;
}

/** Lets a client make so many attempts in a second: one that AWS refused counts, too. */
function paced(client: CloudTrailClient, perSecond: number): CloudTrailClient {
  const turn = pace(perSecond);
  client.middlewareStack.add(
    (next) => async (args) => {
      await turn();
      return next(args);
    },
    { step: "finalizeRequest", priority: "low" },
  );
  return client;
}

/** Remembers of each answer where it was read, and tells it on. */
function rememberReads(client: STSClient, service: string, region: string, access: ClientOptions): void {
  const { clock = () => new Date(), heard } = access;
  // It copies each answer without its secrets for a logger, also for the SDK's own one, which does nothing.
  client.middlewareStack.remove("loggerMiddleware");
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const result = await next(args);
        const { output, response } = result;
        const { headers } = response as { headers: Record<string, string> };
        const { requestId } = output.$metadata;
        const simulatedTime = headers[simulatedHeader];
        const at = simulatedTime === undefined ? clock() : new Date(simulatedTime);
        const read = { region, call: `${service}${commandName.replace(/Command$/, "")}`, at, requestId };
        reads.set(output, { ...read, isSimulated: simulatedTime !== undefined });
        const { $metadata: _, ...answered } = output;
        heard?.({ ...read, asked: args.input, answered });
        return result;
      },
    { step: "initialize" },
  );
}

/**
 * The caller's identity. It needs no permission, so it also proves that there are credentials.
 *
 * @throws AuditError `noCredentials`, `unreachable`
 */
export async function callerIdentity({ sts, region }: Clients): Promise<Caller> {
  const call = { what: "whose credentials these are", action: "sts:GetCallerIdentity", region };
  const identity = await callAws(call, () => sts.send(new GetCallerIdentityCommand({})));
  const { Account = "", Arn = "", UserId = "" } = identity;
  const { at, isSimulated } = remembered(identity);
  return { account: Account, arn: Arn, userId: UserId, ...(isSimulated && { simulatedTime: at }) };
}
