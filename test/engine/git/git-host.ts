import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import * as path from "node:path";

/** Where the repository is, as Pulumi's CLI is told. Only a name with a dot is no local path to it. */
export const address = "git.example.com/acme/guard";

/** A git host of this machine. */
export interface GitHost {
  /** For a process that shall find it. */
  environment: NodeJS.ProcessEnv;
  close(): void;
}

/**
 * Serves a bare repository over HTTPS as `address`. A proxy leads there, so that no name of this machine changes; whatever else
 * a process asks for goes where it would go.
 *
 * @param folder for certificates
 */
export async function serveGit(repository: string, folder: string): Promise<GitHost> {
  const [key, certificate] = ["key.pem", "certificate.pem"].map((file) => path.join(folder, file)) as [
    string,
    string,
  ];
  const host = address.split("/")[0] ?? "";
  const subject = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  const files = ["-keyout", key, "-out", certificate];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...files, ...subject],
    {
      stdio: "ignore",
    },
  );
  const server = https.createServer(
    { key: fs.readFileSync(key), cert: fs.readFileSync(certificate) },
    (request, response) => answer(repository, request, response),
  );
  const port = await listen(server);
  const proxy = http.createServer();
  proxy.on("connect", ({ url = "" }: http.IncomingMessage, socket: net.Socket, head: Buffer) => {
    const [name, to] = url.split(":");
    const there = name === host ? net.connect(port, "127.0.0.1") : net.connect(Number(to), name);
    there.on("connect", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      there.write(head);
      socket.pipe(there).pipe(socket);
    });
    for (const [one, other] of [
      [there, socket],
      [socket, there],
    ] as const)
      one.on("error", () => other.destroy());
  });
  const proxyPort = await listen(proxy);
  return {
    environment: {
      HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`,
      NO_PROXY: "127.0.0.1",
      SSL_CERT_FILE: certificate,
    },
    close: () => {
      server.close();
      proxy.close();
      server.closeAllConnections();
      proxy.closeAllConnections();
    },
  };
}

function listen(server: http.Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as net.AddressInfo).port));
  });
}

/** By git's own CGI program. */
function answer(repository: string, request: http.IncomingMessage, response: http.ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? "/", `https://${address}`);
  const cgi = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: repository,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: pathname.replace(/^\/acme\/guard(?:\.git)?/, ""),
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      REMOTE_ADDR: "127.0.0.1",
      CONTENT_TYPE: request.headers["content-type"],
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"],
      GIT_PROTOCOL: request.headers["git-protocol"] as string | undefined,
    },
  });
  request.pipe(cgi.stdin);
  const chunks: Buffer[] = [];
  cgi.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  cgi.on("close", () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf("\r\n\r\n");
    const headers = all
      .subarray(0, end)
      .toString()
      .split("\r\n")
      .map((line) => line.split(": ") as [string, string]);
    const status = headers.find(([name]) => name === "Status")?.[1] ?? "200";
    response.writeHead(
      Number.parseInt(status, 10),
      Object.fromEntries(headers.filter(([name]) => name !== "Status")),
    );
    response.end(all.subarray(end + 4));
  });
}
