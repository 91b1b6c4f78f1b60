import type * as http from "node:http";
import { LoopbackServer } from "../loopback-server";

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
  "CloudTrail_20131101.LookupEvents": { Events: [] },
  "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Anotifier/invocations": {},
  "/EncryptionConfig": { EncryptionConfig: { Type: "KMS", KeyId: key.Arn, Status: "ACTIVE" } },
  "/GetTraceSegmentDestination": { Destination: "XRay", Status: "ACTIVE" },
};

/** AWS on the loopback address with constant answers, so that only the caller's own time differs. */
export class ConstantAws extends LoopbackServer {
  /** Calls since the start. */
  calls = 0;
  /** When each report was answered, in milliseconds since 1970, with fractions. */
  readonly reported: number[] = [];

  constructor(private readonly delay = 0) {
    super();
  }

  /** @param delay milliseconds that each answer waits, as a network does */
  static start(delay = 0): Promise<ConstantAws> {
    // Longer than any measurement, so that kept connections stay.
    return new ConstantAws(delay).listen(60_000);
  }

  protected override receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    const target = request.headers["x-amz-target"];
    const operation = typeof target === "string" ? target : (request.url ?? "");
    this.calls += 1;
    request.resume();
    const answer = () => {
      const known = operation in answers;
      // Lambda answers that it accepted an event.
      const status = !known ? 400 : operation.endsWith("/invocations") ? 202 : 200;
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(known ? answers[operation] : { __type: "UnknownOperationException" }));
      if (operation.endsWith(".PutEvaluations"))
        this.reported.push(performance.timeOrigin + performance.now());
    };
    request.on("end", () => {
      if (this.delay === 0) answer();
      else setTimeout(answer, this.delay);
    });
  }
}
