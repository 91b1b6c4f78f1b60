import { XmlNode } from "@aws-sdk/xml-builder";
import { AwsError } from "../../account/aws-error";
import { fromText, parse, type Operation } from "../sdk-schema";
import type { Protocol, Received, ServiceModel } from "./protocol";
import { textNode, toXml, xmlDocument } from "./xml";

/**
 * REST-XML as S3 uses it. Bucket and key are in the path, or the bucket is in the host name. Other input is in the query
 * and the headers. An answer is in headers, in XML, or is the object itself.
 */
export const restXml: Protocol = {
  read(service, request) {
    const target = targetOf(request);
    const operation = operationOf(service, request, target);
    const input: Record<string, unknown> = {};
    for (const [name, member] of operation.input.structIterator()) {
      const { httpQuery, httpHeader } = member.getMergedTraits();
      const text =
        name === "Bucket"
          ? target.bucket
          : name === "Key"
            ? target.key
            : httpQuery !== undefined
              ? request.query.get(httpQuery)
              : httpHeader !== undefined
                ? request.headers[httpHeader.toLowerCase()]
                : undefined;
      if (text !== undefined && text !== null && text !== "") input[name] = fromText(member, text);
    }
    return { operation, input: parse(operation.input, input) };
  },

  write(service, operation, output, requestId) {
    const headers: Record<string, string> = { "x-amz-request-id": requestId };
    let payload: Buffer | undefined;
    const answer = Object.entries((output ?? {}) as Record<string, unknown>);
    const members = new Map([...operation.output.structIterator()]);
    const elsewhere: string[] = [];
    for (const [name, value] of answer) {
      const { httpHeader, httpPayload } = members.get(name)?.getMergedTraits() ?? {};
      if (httpHeader === undefined && httpPayload === undefined) continue;
      elsewhere.push(name);
      if (value === undefined) continue;
      if (Buffer.isBuffer(value)) payload = value;
      else if (httpHeader !== undefined) headers[httpHeader.toLowerCase()] = headerText(value);
    }
    // The answer to a HEAD request is headers only. Their content length is the object's.
    if (operation.http?.method === "HEAD") return { status: 200, headers, body: "" };
    if (payload !== undefined) return { status: 200, headers, body: payload };
    const root = new XmlNode(
      operation.output.getMergedTraits().xmlName ?? `${operation.name}Result`,
      toXml(operation.output, output ?? {}, elsewhere),
    ).addAttribute("xmlns", service.xmlNamespace);
    return {
      status: 200,
      headers: { ...headers, "content-type": "application/xml" },
      body: xmlDocument(root),
    };
  },

  fail(_, error, requestId) {
    const refused = error.code === "AccessDeniedException";
    const answer = new XmlNode("Error", [
      textNode("Code", refused ? "AccessDenied" : error.code),
      textNode("Message", error.message),
      textNode("RequestId", requestId),
    ]);
    return {
      status: refused ? 403 : error.statusCode,
      headers: { "x-amz-request-id": requestId, "content-type": "application/xml" },
      body: xmlDocument(answer),
    };
  },
};

function headerText(value: unknown): string {
  if (value instanceof Date) return value.toUTCString();
  return typeof value === "string" ? value : JSON.stringify(value);
}

interface Target {
  bucket: string;
  key: string;
}

function targetOf({ path, headers }: Received): Target {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path.replace(/^\//, ""));
  } catch {
    throw new AwsError("InvalidURI", "The request's path is not percent-encoded.");
  }
  const host = (headers["host"] ?? "").replace(/:\d+$/, "");
  const bucket = /^(.+?)\.(?:127\.0\.0\.1|localhost|s3[.-].*)$/.exec(host)?.[1];
  if (bucket !== undefined) return { bucket, key: decoded };
  const [, first = "", rest = ""] = /^([^/]*)\/?(.*)$/s.exec(decoded) ?? [];
  return { bucket: first, key: rest };
}

/** Selects the operation by method and target. A query parameter that it does not have means another operation. */
function operationOf(service: ServiceModel, request: Received, { bucket, key }: Target): Operation {
  const what = bucket === "" ? "service" : key === "" ? "bucket" : "object";
  const names: Record<string, string | undefined> = {
    "GET service": "ListBuckets",
    "HEAD bucket": "HeadBucket",
    "GET bucket": request.query.get("list-type") === "2" ? "ListObjectsV2" : undefined,
    "HEAD object": "HeadObject",
    "GET object": "GetObject",
  };
  const name = names[`${request.method} ${what}`];
  const operation = name === undefined ? undefined : service.operations.get(name);
  const known = new Set(["list-type", "x-id"]);
  for (const [, member] of operation?.input.structIterator() ?? []) {
    const { httpQuery } = member.getMergedTraits();
    if (httpQuery !== undefined) known.add(httpQuery);
  }
  const strange = [...request.query.keys()].find((parameter) => !known.has(parameter));
  if (operation !== undefined && strange === undefined) return operation;
  const asked = `${request.method} of ${what === "service" ? "the service" : `a${what === "object" ? "n" : ""} ${what}`}`;
  throw new AwsError(
    "NotImplemented",
    `The local account does not simulate S3's ${asked}${strange === undefined ? "" : ` with '${strange}'`}.`,
    501,
  );
}
