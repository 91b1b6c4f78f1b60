import type * as http from "node:http";
import { ConstantAws } from "../evaluator/constant-aws";

/** What AWS does now and then instead of answering. */
const faults: ((response: http.ServerResponse) => void)[] = [
  (response) => response.writeHead(500).end("{}"),
  (response) => response.writeHead(400).end('{"__type":"ThrottlingException"}'),
  (response) => response.writeHead(400).end('{"__type":"AccessDeniedException"}'),
  (response) => response.destroy(),
  (response) => response.writeHead(200).end("no JSON"),
];

/** Every hundredth call meets a fault, each in turn. */
export class FaultyAws extends ConstantAws {
  private faults = 0;

  protected override receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    if ((this.calls + 1) % 100 !== 0) {
      super.receive(request, response);
      return;
    }
    this.calls += 1;
    request.resume();
    request.on("end", () => faults[this.faults++ % faults.length]?.(response));
  }
}
