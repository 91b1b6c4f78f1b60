import * as assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import { clients, openAccount, regionName } from "./accounts";
import { GetEncryptionConfigCommand } from "@aws-sdk/client-xray";

describe("the local account's endpoint", () => {
  interface Raw {
    service?: string;
    key?: string;
    target?: string;
    path?: string;
    method?: string;
    body?: string;
    contentType?: string;
    authorization?: string;
  }

  async function send(
    account: Account,
    raw: Raw,
  ): Promise<{ status: number; code: unknown; message: unknown }> {
    const key = raw.key ?? account.iam.credentials(account.administrator).accessKeyId;
    const method = raw.method ?? "POST";
    const response = await fetch(account.endpointUrl + (raw.path ?? "/"), {
      method,
      headers: {
        authorization:
          raw.authorization ??
          `AWS4-HMAC-SHA256 Credential=${key}/20260105/${regionName}/${raw.service ?? "config"}/aws4_request, SignedHeaders=host, Signature=0`,
        "content-type":
          raw.contentType ?? (raw.service === undefined ? "application/x-amz-json-1.1" : "application/json"),
        ...(raw.target === undefined ? {} : { "x-amz-target": raw.target }),
      },
      ...(method === "GET" ? {} : { body: raw.body ?? "{}" }),
    });
    const body = (await response.json()) as Record<string, unknown>;
    assert.equal(response.headers.get("x-amzn-errortype"), body["__type"]);
    assert.ok(response.headers.get("x-amzn-requestid"));
    return { status: response.status, code: body["__type"], message: body["message"] };
  }

  const refusals: { says: string; raw: Raw; status?: number; code: string; message: RegExp }[] = [
    {
      says: "a request without a signature is refused",
      raw: { authorization: "" },
      status: 403,
      code: "MissingAuthenticationTokenException",
      message: /Missing Authentication Token/,
    },
    {
      says: "an access key that the account never gave out is refused",
      raw: { key: "AKIAEXAMPLE", target: "StarlingDoveService.PutEvaluations" },
      status: 403,
      code: "UnrecognizedClientException",
      message: /security token/,
    },
    {
      says: "a service that the account does not have is named",
      raw: { service: "athena" },
      status: 404,
      code: "UnknownServiceException",
      message: /does not simulate the service 'athena'/,
    },
    {
      says: "a name that every object has is no service",
      raw: { service: "constructor" },
      status: 404,
      code: "UnknownServiceException",
      message: /'constructor'/,
    },
    {
      says: "an operation that the service does not have is named",
      raw: { target: "StarlingDoveService.PutVerdicts" },
      code: "UnknownOperationException",
      message: /AWS Config has no operation 'PutVerdicts'/,
    },
    {
      says: "an operation that AWS has and the account does not is said to be not simulated",
      raw: {
        target: "StarlingDoveService.ListAggregateDiscoveredResources",
        body: '{"ConfigurationAggregatorName":"a","ResourceType":"b"}',
      },
      code: "UnknownOperationException",
      message: /does not simulate AWS Config's ListAggregateDiscoveredResources/,
    },
    {
      says: "a request without a target is refused",
      raw: {},
      code: "UnknownOperationException",
      message: /no operation ''/,
    },
    {
      says: "a path that X-Ray does not have is refused",
      raw: { service: "xray", path: "/Encryption" },
      status: 404,
      code: "UnknownOperationException",
      message: /AWS X-Ray has no operation 'POST \/Encryption'/,
    },
    {
      says: "a method that X-Ray does not take is refused",
      raw: { service: "xray", path: "/EncryptionConfig", method: "GET" },
      status: 404,
      code: "UnknownOperationException",
      message: /'GET \/EncryptionConfig'/,
    },
    {
      says: "a body that is not JSON is refused",
      raw: { target: "StarlingDoveService.PutEvaluations", body: "{" },
      code: "SerializationException",
      message: /not JSON/,
    },
    {
      says: "a body that is no structure is refused",
      raw: { target: "StarlingDoveService.PutEvaluations", body: "[]" },
      code: "SerializationException",
      message: /request must be a structure/,
    },
    {
      says: "a member of another type is refused by its path",
      raw: {
        target: "StarlingDoveService.PutEvaluations",
        body: '{"ResultToken":"t","Evaluations":[{"ComplianceResourceType":"a","ComplianceResourceId":"b","ComplianceType":"COMPLIANT","OrderingTimestamp":"now"}]}',
      },
      code: "SerializationException",
      message: /request\.Evaluations\[0\]\.OrderingTimestamp must be a timestamp/,
    },
    {
      says: "a required member that is missing is refused by its path",
      raw: { target: "StarlingDoveService.PutEvaluations" },
      code: "ValidationException",
      message: /'request\.ResultToken'.*must not be null/,
    },
    {
      says: "a body of another content type is refused",
      raw: { target: "StarlingDoveService.PutEvaluations", contentType: "text/xml", body: "<a/>" },
      status: 415,
      code: "UnsupportedMediaTypeException",
      message: /content type must be application\/x-amz-json-1\.1.*but is text\/xml/,
    },
    {
      says: "a path that is not percent-encoded is refused",
      raw: { service: "lambda", path: "/2015-03-31/functions/%zz", method: "GET" },
      code: "SerializationException",
      message: /'%zz' is not percent-encoded/,
    },
    {
      says: "a body that is too long is refused",
      raw: { target: "StarlingDoveService.PutEvaluations", body: " ".repeat(1024 * 1024 + 1) },
      status: 413,
      code: "RequestEntityTooLargeException",
      message: /too long/,
    },
  ];
  for (const { says, raw, status = 400, code, message } of refusals) {
    it(says, async () => {
      const account = await openAccount();
      const answer = await send(account, raw);
      assert.deepEqual({ status: answer.status, code: answer.code }, { status, code });
      assert.match(String(answer.message), message);

      const { EncryptionConfig } = await clients(account).xray.send(new GetEncryptionConfigCommand());
      assert.equal(EncryptionConfig?.Type, "NONE", "the server lives");
    });
  }

  it("listens on the loopback address only", async () => {
    const account = await openAccount();
    assert.match(account.endpointUrl, /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("tells Regions apart by the signature", async () => {
    const account = await openAccount();
    const other = await account.region("us-east-1");
    await other.xray.putEncryptionConfig(account.administrator, { Type: "KMS", KeyId: "alias/aws/xray" });
    const { EncryptionConfig } = await clients(account).xray.send(new GetEncryptionConfigCommand());
    assert.equal(EncryptionConfig?.Type, "NONE");
  });
});
