import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** Begins every secret that a run knows. None may stand where people read. */
export const planted = "PLANTED";

/** Where the stacks are, with the key that encrypts their secrets. */
export interface State {
  /** As `PULUMI_BACKEND_URL` takes it. */
  url: string;
  /** Environment variables by which the CLI gets there. */
  environment: Record<string, string>;
  /** As whom a job gets there that has assumed a role: environment variables. */
  credentialsOf(roleArn: string): Record<string, string>;
  close(): void;
}

/** The state in a folder, and a key that lets everybody in. */
export async function inFolder(folder: string): Promise<State> {
  const kms = await serveKms();
  fs.mkdirSync(folder);
  return {
    url: `file://${folder}`,
    environment: {
      AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${(kms.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: `${planted}-secret-key`,
      AWS_SESSION_TOKEN: `${planted}-session-token`,
      PULUMI_CONFIG_PASSPHRASE: `${planted}-passphrase`,
    },
    credentialsOf: () => ({}),
    close: () => kms.close(),
  };
}

/** A key that seals what it is given, and opens what it sealed. */
async function serveKms(): Promise<http.Server> {
  const seal = Buffer.from("sealed:");
  const server = http.createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const { Plaintext = "", CiphertextBlob = "" } = JSON.parse(body) as Record<string, string>;
      const sealed = Buffer.from(CiphertextBlob, "base64");
      const isEncrypt = request.headers["x-amz-target"] === "TrentService.Encrypt";
      const answer = isEncrypt
        ? { CiphertextBlob: Buffer.concat([seal, Buffer.from(Plaintext, "base64")]).toString("base64") }
        : { Plaintext: sealed.subarray(seal.length).toString("base64") };
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify({ ...answer, KeyId: "alias/pulumi-state" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
