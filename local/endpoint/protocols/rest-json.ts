import { AwsError } from "../../account/aws-error";
import { format, fromText, parse, type Operation } from "../sdk-schema";
import { readJson, requireContentType } from "./content-type";
import { jsonError } from "./json";
import type { Protocol, Received } from "./protocol";

/** REST-JSON: method and path select the operation. The input is in the path, the query and the body. */
export const restJson: Protocol = {
  read(service, request) {
    for (const operation of service.operations.values()) {
      const labels = matchPath(operation, request);
      if (labels === undefined) continue;
      if (payloadOf(operation.input) === undefined) {
        requireContentType(request, "application/json", "application/x-amz-json-1.1");
      }
      return { operation, input: parse(operation.input, bound(operation, request, labels)) };
    }
    throw new AwsError(
      "UnknownOperationException",
      `${service.title} has no operation '${request.method} ${request.path}'.`,
      404,
    );
  },

  write: (_, operation, output, requestId) => {
    const members = (output ?? {}) as Record<string, unknown>;
    const code = memberWith("httpResponseCode", operation.output);
    const payload = payloadOf(operation.output);
    return {
      status: code === undefined ? 200 : Number(members[code]),
      headers: {
        "x-amzn-requestid": requestId,
        "content-type": "application/json",
        ...headersIn(operation.output, members),
      },
      body:
        payload === undefined
          ? JSON.stringify(format(operation.output, members))
          : Buffer.from((members[payload] ?? "") as Uint8Array).toString("utf8"),
    };
  },

  fail(_, error, requestId) {
    const refused = error.code === "AccessDeniedException";
    const status = refused ? 403 : error.statusCode;
    return { ...jsonError(error, requestId, "application/json"), status };
  },
};

/** The values of a path's labels; undefined if the method or the path is another operation's. */
function matchPath({ http }: Operation, { method, path }: Received): Record<string, string> | undefined {
  if (http === undefined || http.method !== method) return undefined;
  const wanted = segments(http.path.split("?")[0] ?? "");
  const given = segments(path);
  if (wanted.length !== given.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? "";
    const label = /^\{(\w+)\+?\}$/.exec(segment)?.[1];
    if (label === undefined && segment !== value) return undefined;
    if (label !== undefined) labels[label] = decode(value);
  }
  return labels;
}

function segments(path: string): string[] {
  return path.replace(/^\/|\/$/g, "").split("/");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError("SerializationException", `The path's part '${text}' is not percent-encoded.`);
  }
}

/** The member that is the whole body, such as the event of Lambda's Invoke. */
function payloadOf(schema: Operation["input"]): string | undefined {
  return memberWith("httpPayload", schema);
}

function memberWith(
  trait: "httpPayload" | "httpResponseCode",
  schema: Operation["input"],
): string | undefined {
  if (!schema.isStructSchema()) return undefined;
  return [...schema.structIterator()].find(
    ([, member]) => member.getMergedTraits()[trait] !== undefined,
  )?.[0];
}

/** The members that are headers, such as the function's error in Lambda's Invoke. */
function headersIn(schema: Operation["output"], members: Record<string, unknown>): Record<string, string> {
  if (!schema.isStructSchema()) return {};
  return Object.fromEntries(
    [...schema.structIterator()].flatMap(([name, member]) => {
      const header = member.getMergedTraits().httpHeader;
      const value = members[name];
      return typeof header === "string" && typeof value === "string" ? [[header.toLowerCase(), value]] : [];
    }),
  );
}

function bound({ input }: Operation, request: Received, labels: Record<string, string>): unknown {
  const payload = payloadOf(input);
  const body = payload === undefined ? readJson(request.body) : { [payload]: request.body };
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  const members: Record<string, unknown> = { ...body };
  if (!input.isStructSchema()) return members;
  for (const [name, member] of input.structIterator()) {
    const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits();
    const text =
      httpLabel !== undefined
        ? labels[name]
        : httpQuery !== undefined
          ? (request.query.get(httpQuery) ?? undefined)
          : httpHeader === undefined
            ? undefined
            : request.headers[httpHeader.toLowerCase()];
    if (text !== undefined) members[name] = fromText(member, text);
  }
  return members;
}
