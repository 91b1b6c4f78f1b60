import * as assert from "node:assert/strict";
import * as config from "@aws-sdk/client-config-service";
import * as s3 from "@aws-sdk/client-s3";
import { version } from "@smithy/core/package.json";
import { operationsOf, parse } from "../../local/endpoint/sdk-schema";

// The local account reads the SDK's schemas by position, which no documentation promises.
const readAgainst = "@smithy/core 3.41.0";
const cure = `local/endpoint/sdk-schema.ts was written for the schemas of ${readAgainst}, but @smithy/core is ${version}: compare the tuples that its clients export with the positions that operationsOf and isRequired read`;

describe("what the local account reads out of the SDK's schemas", () => {
  it("is each operation by its name", () => {
    assert.ok(operationsOf(config).has("PutEvaluations"), cure);
    assert.ok(operationsOf(s3).has("HeadObject"), cure);
  });

  it("is the HTTP method and path of an operation that is bound to them", () => {
    const http = operationsOf(s3).get("GetObject")?.http;
    assert.deepEqual(http, { method: "GET", path: "/{Key+}?x-id=GetObject" }, cure);
  });

  it("is which members of the input are required", () => {
    const input = operationsOf(config).get("PutEvaluations")?.input;
    assert.ok(input, cure);
    assert.throws(
      () => parse(input, {}),
      { code: "ValidationException", message: /'request\.ResultToken'/ },
      cure,
    );
    assert.deepEqual(parse(input, { ResultToken: "token" }), { ResultToken: "token" }, cure);
  });
});
