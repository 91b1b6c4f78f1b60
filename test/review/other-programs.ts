import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

/** Programs as other people write them, each with what a review must find in it. Their names begin with the language. */
export const folder = path.join(__dirname, "programs");
export const programs = fs.readdirSync(folder);

/** The pack's configuration for all of them. */
export const packConfig = { "xray-encryption-desired": { desiredKey: "any" } };

export interface Found {
  policy: string;
  /** The resource's logical name. */
  at: string;
  message: string;
}

/** @param found without what could not be judged in a preview */
export function assertFindings(program: string, found: readonly Found[]): void {
  const file = path.join(folder, program, "findings.yaml");
  const expected = parse(fs.readFileSync(file, "utf8")) as { policy: string; at: string; says: string }[];
  const missing = expected.filter(
    ({ policy, at, says }) =>
      !found.some((one) => one.policy === policy && one.at === at && one.message.includes(says)),
  );
  const text = (one: Found) => `${one.policy} at ${one.at}: ${one.message}`;
  assert.deepEqual(missing, [], found.map(text).join("\n"));
  assert.equal(found.length, expected.length, found.map(text).join("\n"));
}
