import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { AuditError, callAws } from "./aws-call";
import { type Clients, type Read, readOf } from "./clients";

/** A file in S3. */
export interface HashedFile {
  bucket: string;
  /** The object's key. */
  key: string;
  /** SHA-256 of its bytes, as they are in the bucket. */
  sha256: string;
}

/**
 * Reads a JSON file that AWS delivered, zipped or not.
 *
 * @param what the file in a sentence: "trail's file"
 * @param list the member whose value must be a list
 * @param member reads one of them
 * @throws AuditError `unreadable` for what is not such a file
 */
export async function readJsonFile<T>(
  { s3, region }: Clients,
  what: string,
  { bucket, key }: { bucket: string; key: string },
  list: string,
  member: (value: Record<string, unknown>) => T,
): Promise<{ file: HashedFile; members: T[]; read: Read }> {
  const answer = await callAws({ what: `the file ${key}`, action: "s3:GetObject", region }, async () => {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { bytes: (await object.Body?.transformToByteArray()) ?? new Uint8Array(), read: readOf(object) };
  });
  const { bytes, read } = answer;
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = Buffer.from(isGzip ? gunzipSync(bytes) : bytes).toString("utf8");
    const members = (JSON.parse(text) as Record<string, unknown> | null)?.[list];
    if (!Array.isArray(members)) throw new Error(`it has no list ${list}`);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { file: { bucket, key, sha256 }, members: members.map(member), read };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AuditError("unreadable", `The ${what} ${key} cannot be understood: ${why}.`, { cause });
  }
}
