import type { PolicyResource } from "@pulumi/policy";
import { stringOf } from "./property";

/**
 * Whether a property of one resource comes from another resource, or contains its name or ARN.
 *
 * The program's dependencies are checked first. They are known before the deployment; names and ARNs may not be.
 *
 * @param names the properties of `target` that `property` may contain: `arn`, `name`
 */
export function refersTo(
  resource: PolicyResource,
  property: string,
  target: PolicyResource,
  names: readonly string[],
  value: () => string | undefined = () => stringOf(resource.props, property),
): boolean {
  const sources = resource.propertyDependencies[property] ?? [];
  if (sources.length > 0) return sources.some(({ urn }) => urn === target.urn);
  const named = value();
  return named !== undefined && names.some((name) => stringOf(target.props, name) === named);
}

/** The Region of a resource or of its provider; undefined if neither has one. */
export function regionOf(resource: {
  props: Record<string, unknown>;
  provider?: { props: Record<string, unknown> };
}): string | undefined {
  return (
    stringOf(resource.props, "region") ?? (resource.provider && stringOf(resource.provider.props, "region"))
  );
}

/** Whether a resource is of a type, in any version of `@pulumi/aws` (`Bucket`, `BucketV2`). */
export function isOfType(resource: { type: string }, service: string, name: string): boolean {
  const [module, typeName] = resource.type.split("/").flatMap((part) => part.split(":").slice(-1));
  return (
    resource.type.startsWith("aws:") && module === service && (typeName === name || typeName === `${name}V2`)
  );
}
