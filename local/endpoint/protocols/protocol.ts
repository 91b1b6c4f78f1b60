import type { AwsError } from "../../account/aws-error";
import type { Operation } from "../sdk-schema";

/** An HTTP request with its whole body. */
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
  /** AWS's name for it: `AWS Config`. */
  title: string;
  operations: Map<string, Operation>;
  /** Only for services that answer in XML. */
  xmlNamespace?: string;
}

/** Reads requests and writes answers for one kind of service. */
export interface Protocol {
  /** @throws AwsError for an operation that the service does not have, or a body that does not match its shape */
  read(service: ServiceModel, request: Received): { operation: Operation; input: unknown };
  /** @param output undefined for an operation without output */
  write(service: ServiceModel, operation: Operation, output: unknown, requestId: string): Reply;
  fail(service: Pick<ServiceModel, "xmlNamespace">, error: AwsError, requestId: string): Reply;
}
