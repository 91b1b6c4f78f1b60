import type { TrailFolder } from "../aws/trail-files";

/** @returns undefined for anything but `s3://bucket/prefix` */
export function parseTrailFolder(text: string): TrailFolder | undefined {
  const [, bucket, prefix = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix: prefix.replaceAll(/^\/+|\/+$/g, "") };
}
