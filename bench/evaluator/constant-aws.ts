import * as http from "node:http";
import type { AddressInfo } from "node:net";

const key = {
  Arn: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
  KeyState: "Enabled",
  KeyManager: "CUSTOMER",
};

/** What every call is answered, always: by target of the JSON protocol, or by path. */
const answers: Record<string, unknown> = {
  "TrentService.DescribeKey": { KeyMetadata: key },
  "StarlingDoveService.ListDiscoveredResources": {
    resourceIdentifiers: [{ resourceType: "AWS::XRay::EncryptionConfig", resourceId: "default" }],
  },
  "StarlingDoveService.PutEvaluations": { FailedEvaluations: [] },
  "/EncryptionConfig": { EncryptionConfig: { Type: "KMS", KeyId: key.Arn, Status: "ACTIVE" } },
  "/GetTraceSegmentDestination": { Destination: "XRay", Status: "ACTIVE" },
};

/** AWS on the loopback address with constant answers, so that only the caller's own time differs. */
export class ConstantAws {
  /** Calls since the start. */
  calls = 0;

  private constructor(private readonly server: http.Server) {}

  static async start(): Promise<ConstantAws> {
    const server = http.createServer();
    // Longer than any measurement, so that kept connections stay.
    server.keepAliveTimeout = 60_000;
    const aws = new ConstantAws(server);
    server.on("request", (request, response) => aws.receive(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return aws;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    const target = request.headers["x-amz-target"];
    const operation = typeof target === "string" ? target : (request.url ?? "");
    this.calls += 1;
    request.resume();
    request.on("end", () => {
      const known = operation in answers;
      response.writeHead(known ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(known ? answers[operation] : { __type: "UnknownOperationException" }));
    });
  }
}
