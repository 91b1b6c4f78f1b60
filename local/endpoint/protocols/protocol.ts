import type { AwsError } from "../../account/aws-error";
import type { Operation } from "../sdk-schema";

/** A request as it came over HTTP, its body read. */
export interface Received {
  method: string;
  /** Still percent-encoded. */
  path: string;
  query: URLSearchParams;
  /** By name in lower case. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** A service as its model describes it. */
export interface ServiceModel {
  /** As AWS calls it. */
  title: string;
  operations: Map<string, Operation>;
  /** Of the services that answer in XML. */
  xmlNamespace?: string;
}

/** How requests and answers of one kind of service are written. */
export interface Protocol {
  /** @throws AwsError for an operation that the service does not have, and for a body that does not fit its shape */
  read(service: ServiceModel, request: Received): { operation: Operation; input: unknown };
  /** @param output undefined for an operation that answers nothing */
  write(service: ServiceModel, operation: Operation, output: unknown, requestId: string): Reply;
  fail(service: Pick<ServiceModel, "xmlNamespace">, error: AwsError, requestId: string): Reply;
}
