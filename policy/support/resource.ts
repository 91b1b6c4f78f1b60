import type { PolicyResource } from "@pulumi/policy";
import { stringOf } from "./property";

/**
 * Whether a property of one resource was made from another resource, or holds one of its names.
 *
 * The program's own wiring is asked first: it is known before the deployment, when names and ARNs are not.
 *
 * @param names properties of `target` that may stand in `property`: `arn`, `name`
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

/** The Region of a resource: its own, or its provider's; undefined when neither names one. */
export function regionOf(resource: {
  props: Record<string, unknown>;
  provider?: { props: Record<string, unknown> };
}): string | undefined {
  return (
    stringOf(resource.props, "region") ?? (resource.provider && stringOf(resource.provider.props, "region"))
  );
}

/** Whether a resource is of a type, whichever generation of `@pulumi/aws` declares it (`Bucket`, `BucketV2`). */
export function isOfType(resource: { type: string }, service: string, name: string): boolean {
  const [module, typeName] = resource.type.split("/").flatMap((part) => part.split(":").slice(-1));
  return (
    resource.type.startsWith("aws:") && module === service && (typeName === name || typeName === `${name}V2`)
  );
}
