import { AwsError } from "../../account/aws-error";
import { format, parse } from "../sdk-schema";
import { readJson, requireContentType } from "./content-type";
import type { Protocol, Reply } from "./protocol";

const contentType = "application/x-amz-json-1.1";

/** AWS JSON 1.1: the operation is in the `X-Amz-Target` header, everything else in the body. */
export const json: Protocol = {
  read(service, request) {
    const name = request.headers["x-amz-target"]?.split(".").at(-1) ?? "";
    const operation = service.operations.get(name);
    if (operation === undefined) {
      throw new AwsError("UnknownOperationException", `${service.title} has no operation '${name}'.`);
    }
    requireContentType(request, contentType, "application/x-amz-json-1.0", "application/json");
    return { operation, input: parse(operation.input, readJson(request.body)) };
  },

  write: (_, operation, output, requestId) => ({
    status: 200,
    headers: { "x-amzn-requestid": requestId, "content-type": contentType },
    body: output === undefined ? "" : JSON.stringify(format(operation.output, output)),
  }),

  fail: (_, error, requestId) => jsonError(error, requestId, contentType),
};

/** An error in the format of both of AWS's JSON protocols. */
export function jsonError(error: AwsError, requestId: string, type: string): Reply {
  return {
    status: error.statusCode,
    headers: { "x-amzn-requestid": requestId, "content-type": type, "x-amzn-errortype": error.code },
    body: JSON.stringify({ __type: error.code, message: error.message }),
  };
}
