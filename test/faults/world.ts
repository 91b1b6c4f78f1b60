import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** What may go wrong with a call. */
export const faults = {
  "throttled once": "is throttled the first time",
  "throttled for good": "is throttled every time",
  "500": "answers 500 every time",
  "slower than the timeout": "never answers",
  "connection reset": "ends the connection every time",
  "expired token": "refuses the credentials as expired",
  "malformed body": "answers 200 with something that is no JSON",
} as const;

export type Fault = keyof typeof faults;

/** The AWS calls that the evaluator makes. */
export type Call =
  | "GetEncryptionConfig"
  | "GetTraceSegmentDestination"
  | "DescribeKey"
  | "ListDiscoveredResources"
  | "GetResourceConfigHistory"
  | "DescribeLogGroups"
  | "DescribeConfigurationRecorders"
  | "DescribeConfigurationRecorderStatus"
  | "PutEvaluations";

interface Evaluation {
  ComplianceResourceType: string;
  ComplianceType: string;
  Annotation: string;
}

export const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const time = "2026-03-04T05:06:07.890Z";

const paths: Record<string, Call> = {
  "/EncryptionConfig": "GetEncryptionConfig",
  "/GetTraceSegmentDestination": "GetTraceSegmentDestination",
};

const recorder = {
  name: "default",
  recording: true,
  recordingGroup: { allSupported: true, recordingStrategy: { useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" } },
};

/** What each call is answered when nothing goes wrong: an account in which all is as desired. */
const answers: Record<Call, unknown> = {
  GetEncryptionConfig: { EncryptionConfig: { Type: "KMS", KeyId: keyArn, Status: "ACTIVE" } },
  GetTraceSegmentDestination: { Destination: "CloudWatchLogs", Status: "ACTIVE" },
  DescribeKey: {
    KeyMetadata: { KeyId: "1234abcd", Arn: keyArn, KeyState: "Enabled", KeyManager: "CUSTOMER" },
  },
  ListDiscoveredResources: {
    resourceIdentifiers: [{ resourceType: "AWS::XRay::EncryptionConfig", resourceId: "default" }],
  },
  GetResourceConfigHistory: {
    configurationItems: [
      {
        configurationItemCaptureTime: Date.parse(time) / 1000,
        configurationItemStatus: "OK",
        resourceType: "AWS::XRay::EncryptionConfig",
        resourceId: "default",
        accountId: "123456789012",
        awsRegion: "eu-west-1",
        configuration: JSON.stringify({ type: "KMS", keyId: keyArn }),
      },
    ],
  },
  DescribeLogGroups: { logGroups: [{ logGroupName: "aws/spans", kmsKeyId: keyArn }] },
  DescribeConfigurationRecorders: { ConfigurationRecorders: [recorder] },
  DescribeConfigurationRecorderStatus: { ConfigurationRecordersStatus: [recorder] },
  PutEvaluations: { FailedEvaluations: [] },
};

/** AWS on the loopback address, in which one call has a fault. */
export class FaultyWorld {
  /** How often the call with the fault was made. */
  attempts = 0;
  /** What AWS Config took. */
  readonly taken: Evaluation[] = [];
  readonly unexpected: string[] = [];

  private constructor(
    private readonly server: http.Server,
    private readonly call: Call,
    private readonly fault: Fault | undefined,
  ) {}

  static async start(call: Call, fault: Fault | undefined): Promise<FaultyWorld> {
    const server = http.createServer();
    const world = new FaultyWorld(server, call, fault);
    server.on("request", (request, response) => world.receive(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return world;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    // A client that gives up is no concern of this world's.
    request.on("error", () => undefined);
    request.on("end", () => {
      const target = String(request.headers["x-amz-target"] ?? "").split(".")[1];
      const call = (target ?? paths[request.url ?? ""] ?? String(request.url)) as Call;
      const body = Buffer.concat(chunks).toString();
      if (!(call in answers)) this.unexpected.push(call);
      if (call === this.call && this.fault !== undefined) {
        this.attempts += 1;
        if (this.fail(this.fault, request, response)) return;
      }
      if (call === "PutEvaluations") {
        this.taken.push(...(JSON.parse(body) as { Evaluations: Evaluation[] }).Evaluations);
      }
      answer(response, 200, JSON.stringify(answers[call]));
    });
  }

  /** @returns whether the call is done with */
  private fail(fault: Fault, request: http.IncomingMessage, response: http.ServerResponse): boolean {
    switch (fault) {
      case "throttled once":
        if (this.attempts > 1) return false;
        refuse(response, 400, "ThrottlingException", "Rate exceeded");
        return true;
      case "throttled for good":
        refuse(response, 400, "ThrottlingException", "Rate exceeded");
        return true;
      case "500":
        refuse(response, 500, "InternalFailure", "");
        return true;
      case "slower than the timeout":
        return true;
      case "connection reset":
        request.socket.resetAndDestroy();
        return true;
      case "expired token":
        refuse(
          response,
          400,
          "ExpiredTokenException",
          "The security token included in the request is expired",
        );
        return true;
      case "malformed body":
        answer(response, 200, "<html>a proxy's login page</html>");
        return true;
    }
  }
}

function refuse(response: http.ServerResponse, status: number, type: string, message: string): void {
  answer(response, status, JSON.stringify({ __type: type, message }));
}

function answer(response: http.ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  response.end(body);
}
