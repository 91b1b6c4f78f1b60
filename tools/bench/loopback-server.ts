import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server on a free port of the loopback address: what stands where AWS would. */
export abstract class LoopbackServer {
  private readonly server = http.createServer((request, response) => this.receive(request, response));

  /** Answers a request, or leaves it without an answer. */
  protected abstract receive(request: http.IncomingMessage, response: http.ServerResponse): void;

  /** @param keepAlive milliseconds that a connection stays open without a request; Node's own when absent */
  async listen(keepAlive?: number): Promise<this> {
    if (keepAlive !== undefined) this.server.keepAliveTimeout = keepAlive;
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Lets the process end although this goes on. */
  unref(): this {
    this.server.unref();
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
