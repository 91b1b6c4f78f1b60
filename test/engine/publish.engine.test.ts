import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { policies } from "../../policy/policies";
import { buildPack } from "../../review/build-pack";
import { isNight } from "../../tools/engine/engine";
import { Pulumi } from "../../tools/engine/pulumi";

interface Published {
  name: string;
  displayName: string;
  versionTag: string;
  policies: { name: string; displayName: string; severity: string; tags?: string[]; framework?: object }[];
}

/** Answers what `pulumi policy publish` asks of Pulumi Cloud, and keeps what it is sent. */
async function standIn() {
  const received: { metadata?: Published; archive?: Buffer } = {};
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const asked = `${request.method} ${request.url}`;
      let answer: object = {};
      if (asked === "GET /api/user") answer = { githubLogin: "acme", organizations: [] };
      if (asked === "POST /api/orgs/acme/policypacks") {
        received.metadata = JSON.parse(body.toString()) as Published;
        answer = { version: 1, uploadURI: `${address}/upload`, requiredHeaders: {} };
      }
      if (asked === "PUT /upload") received.archive = body;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, received, close: () => server.close() };
}

(isNight ? describe : describe.skip)("the folder of the policy pack", function () {
  this.timeout(120_000);

  it("is what pulumi policy publish takes: metadata of each policy, and an archive of three files and the licence", async () => {
    const cloud = await standIn();
    const pulumi = new Pulumi({ PULUMI_BACKEND_URL: cloud.address, PULUMI_ACCESS_TOKEN: "pul-stand-in" });
    try {
      await buildPack(pulumi.project);
      await pulumi.succeeds("policy", "publish", "acme");
      const { metadata, archive } = cloud.received;
      assert.ok(metadata && archive);
      const { version } = JSON.parse(fs.readFileSync(path.join(pulumi.project, "package.json"), "utf8")) as {
        version: string;
      };
      assert.equal(`${metadata.name} ${metadata.versionTag}`, `xray-encryption-guard ${version}`);
      assert.deepEqual(
        metadata.policies
          .map(({ name, displayName, severity, tags = [] }) => [name, displayName, severity, tags])
          .sort(),
        policies.map(({ name, displayName, severity, tags }) => [name, displayName, severity, tags]).sort(),
      );
      const packed = execFileSync("tar", ["-tz"], { input: archive, encoding: "utf8" })
        .trim()
        .split("\n")
        .sort();
      assert.deepEqual(
        packed,
        ["LICENSE", "PulumiPolicy.yaml", "index.js", "package.json"].map((file) => `package/${file}`),
      );
    } finally {
      pulumi.close();
      cloud.close();
    }
  });
});
