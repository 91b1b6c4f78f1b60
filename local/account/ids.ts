import { createHash } from "node:crypto";

function digest(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}

/** A UUID derived from its parts, so that every run produces the same one. */
export function uuid(...parts: string[]): string {
  const hex = digest(parts);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/** Hexadecimal digits derived from the parts. */
export function hex(length: number, ...parts: string[]): string {
  return digest(parts).slice(0, length);
}

/** An access key ID derived from the parts. It has only letters and digits that AWS uses in such IDs. */
export function accessKeyId(...parts: string[]): string {
  return `ASIA${digest(parts)
    .slice(0, 16)
    .toUpperCase()
    .replace(/[0189]/g, "X")}`;
}
