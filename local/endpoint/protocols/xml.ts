import { XmlNode, XmlText } from "@aws-sdk/xml-builder";
import type { NormalizedSchema } from "@smithy/core/schema";

/** An answer's members as XML elements. A member that the shape lacks is an error. */
export function toXml(schema: NormalizedSchema, value: object, except: readonly string[] = []): XmlNode[] {
  const members = new Map([...schema.structIterator()]);
  return Object.entries(value).flatMap(([name, item]: [string, unknown]) => {
    const member = members.get(name);
    if (member === undefined) throw new Error(`${schema.getName() ?? "the answer"} has no member ${name}`);
    return item === undefined || except.includes(name) ? [] : memberToXml(name, member, item);
  });
}

function memberToXml(name: string, schema: NormalizedSchema, value: unknown): XmlNode[] {
  const { xmlName, xmlFlattened } = schema.getMergedTraits();
  const tag = xmlName ?? name;
  if (!schema.isListSchema() || !Array.isArray(value)) return [valueToXml(tag, schema, value)];
  const each = schema.getValueSchema();
  if (xmlFlattened !== undefined) return value.map((item) => valueToXml(tag, each, item));
  const itemTag = each.getMergedTraits().xmlName ?? "member";
  return [
    new XmlNode(
      tag,
      value.map((item) => valueToXml(itemTag, each, item)),
    ),
  ];
}

function valueToXml(tag: string, schema: NormalizedSchema, value: unknown): XmlNode {
  if (value instanceof Date) return textNode(tag, value.toISOString());
  if (schema.isStructSchema() && typeof value === "object" && value !== null) {
    return new XmlNode(tag, toXml(schema, value));
  }
  if (schema.isMapSchema() || schema.isListSchema())
    throw new Error(`${tag} is a map or a nested list, which is not supported in XML here`);
  return textNode(tag, String(value));
}

/** An element with text in it, escaped. */
export function textNode(tag: string, text: string): XmlNode {
  return new XmlNode(tag, [new XmlText(text)]);
}

export function xmlDocument(root: XmlNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.toString()}`;
}
