import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");

describe("serving an account", () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`prints the lines to paste, and ends with 0 and without another word on ${signal} while a year passes`, async () => {
      const child = spawn(process.execPath, ["--require", "ts-node/register", "local/cli.ts", "--serve"], {
        cwd: root,
      });
      let output = "";
      const printed = async (text: string): Promise<void> => {
        while (!output.includes(text)) await Promise.race([once(child.stdout, "data"), ended]);
      };
      child.stdout.on("data", (chunk) => (output += String(chunk)));
      const ended = once(child, "exit");
      await printed("Ctrl-C ends it");
      const url = /^export AWS_ENDPOINT_URL=(http:\/\/127\.0\.0\.1:\d+)$/m.exec(output)?.[1] ?? "";
      const year = fetch(`${url}/local/clock`, { method: "POST", body: '{"advance": "P365D"}' });
      year.catch(() => undefined);
      await printed("on schedule");
      child.kill(signal);
      const killedAt = performance.now();
      assert.deepEqual(await ended, [0, null]);
      // It takes half a minute and more to come to a year's end.
      assert.ok(performance.now() - killedAt < 5000);
      assert.doesNotMatch(output, /ExitError|ALARM|Cannot find module|ENOENT/);
    });
  }
});
