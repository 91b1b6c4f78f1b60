import { XmlNode } from "@aws-sdk/xml-builder";
import type { NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../../account/aws-error";
import { fromText, parse } from "../sdk-schema";
import { requireContentType } from "./content-type";
import type { Protocol } from "./protocol";
import { textNode, toXml, xmlDocument } from "./xml";

/** AWS Query: a form whose field `Action` names the operation, answered in XML. */
export const query: Protocol = {
  read(service, request) {
    requireContentType(request, "application/x-www-form-urlencoded");
    const form =
      request.method === "GET" ? request.query : new URLSearchParams(request.body.toString("utf8"));
    const name = form.get("Action") ?? "";
    const operation = service.operations.get(name);
    if (operation === undefined) {
      throw new AwsError("InvalidAction", `${service.title} has no operation '${name}'.`);
    }
    return { operation, input: parse(operation.input, structure(operation.input, form, "")) };
  },

  write: (service, operation, output, requestId) => {
    const answer = new XmlNode(`${operation.name}Response`, [
      new XmlNode(`${operation.name}Result`, toXml(operation.output, output ?? {})),
      new XmlNode("ResponseMetadata", [textNode("RequestId", requestId)]),
    ]).addAttribute("xmlns", service.xmlNamespace);
    return { status: 200, headers: headers(requestId), body: xmlDocument(answer) };
  },

  fail(service, error, requestId) {
    const refused = error.code === "AccessDeniedException";
    const answer = new XmlNode("ErrorResponse", [
      new XmlNode("Error", [
        textNode("Type", error.statusCode < 500 ? "Sender" : "Receiver"),
        textNode("Code", refused ? "AccessDenied" : error.code),
        textNode("Message", error.message),
      ]),
      textNode("RequestId", requestId),
    ]).addAttribute("xmlns", service.xmlNamespace);
    const status = refused ? 403 : error.statusCode;
    return { status, headers: headers(requestId), body: xmlDocument(answer) };
  },
};

function headers(requestId: string): Record<string, string> {
  return { "x-amzn-requestid": requestId, "content-type": "text/xml" };
}

/** A structure's members from fields such as `ActionNames.member.1`. */
function structure(schema: NormalizedSchema, form: URLSearchParams, prefix: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  if (!schema.isStructSchema()) return found;
  for (const [name, member] of schema.structIterator()) {
    const path = `${prefix}${name}`;
    if (member.isListSchema()) {
      const items = list(member, form, path);
      if (items.length > 0) found[name] = items;
    } else if (member.isMapSchema()) {
      const entries = map(member, form, path);
      if (entries.length > 0) found[name] = Object.fromEntries(entries);
    } else if (member.isStructSchema()) {
      if ([...form.keys()].some((key) => key.startsWith(`${path}.`)))
        found[name] = structure(member, form, `${path}.`);
    } else {
      const text = form.get(path);
      if (text !== null) found[name] = fromText(member, text);
    }
  }
  return found;
}

/** A map's entries from fields such as `MessageAttributes.entry.1.Name`. */
function map(schema: NormalizedSchema, form: URLSearchParams, path: string): [string, unknown][] {
  const value = schema.getValueSchema();
  const key = nameOf(schema.getKeySchema(), "key");
  const entries: [string, unknown][] = [];
  for (let index = 1; ; index++) {
    const entry = `${path}.entry.${index}.`;
    const name = form.get(`${entry}${key}`);
    if (name === null) return entries;
    const valuePath = `${entry}${nameOf(value, "value")}`;
    entries.push([
      name,
      value.isStructSchema()
        ? structure(value, form, `${valuePath}.`)
        : fromText(value, form.get(valuePath) ?? ""),
    ]);
  }
}

function nameOf(schema: NormalizedSchema, fallback: string): string {
  const { xmlName } = schema.getMergedTraits();
  return typeof xmlName === "string" ? xmlName : fallback;
}

function list(schema: NormalizedSchema, form: URLSearchParams, path: string): unknown[] {
  const each = schema.getValueSchema();
  const items: unknown[] = [];
  for (let index = 1; ; index++) {
    const itemPath = `${path}.member.${index}`;
    if (each.isStructSchema()) {
      if (![...form.keys()].some((key) => key.startsWith(`${itemPath}.`))) return items;
      items.push(structure(each, form, `${itemPath}.`));
    } else {
      const text = form.get(itemPath);
      if (text === null) return items;
      items.push(fromText(each, text));
    }
  }
}
