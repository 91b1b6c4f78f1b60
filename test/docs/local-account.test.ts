import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { apiOf } from "../../local/endpoint/registry";

const services = [
  "cloudtrail",
  "config",
  "dynamodb",
  "iam",
  "kms",
  "lambda",
  "logs",
  "monitoring",
  "s3",
  "sns",
  "sts",
  "xray",
];

describe("the page on the local account", () => {
  it("lists the operations that the account answers, and no others", () => {
    const page = fs.readFileSync(path.resolve(__dirname, "../../docs/local-account.md"), "utf8");
    const section = /## What works\n([\s\S]*?)\n## /.exec(page)?.[1] ?? "";
    const listed = [...section.matchAll(/`([A-Z]\w+)`/g)].map(([, operation]) => operation);
    const answered = services.flatMap((service) => Object.keys(apiOf(service).handlers));

    // Named twice: CloudTrail has events about it.
    assert.deepEqual(
      listed.filter((operation) => operation !== "PutEncryptionConfig").sort(),
      answered.filter((operation) => operation !== "PutEncryptionConfig").sort(),
    );
  });
});
