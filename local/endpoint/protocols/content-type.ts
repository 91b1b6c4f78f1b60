import { AwsError } from "../../account/aws-error";
import type { Received } from "./protocol";

/** @throws AwsError `UnsupportedMediaTypeException` for a body of another type; the type may be missing */
export function requireContentType({ headers, body }: Received, ...expected: string[]): void {
  const given = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (body.length === 0 || given === undefined || expected.includes(given)) return;
  throw new AwsError(
    "UnsupportedMediaTypeException",
    `The content type must be ${expected.join(" or ")}, but is ${given}.`,
    415,
  );
}

/** @throws AwsError `SerializationException` */
export function readJson(body: Buffer): unknown {
  const text = body.toString("utf8");
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError("SerializationException", "The request's body is not JSON.");
  }
}
