import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PutEncryptionConfigCommand } from "@aws-sdk/client-xray";
import { findPulumi } from "../../local/provider/pulumi-cli";
import { serve, type Served } from "../../local/serve";
import { root } from "../../tools/engine/engine";
import { clients } from "../local/accounts";

describe("a first pulumi up into an empty account that is served", function () {
  this.timeout(180_000);
  let served: Served;
  let home: string;
  before(async () => {
    served = await serve({ stack: "dev", empty: true });
    home = fs.mkdtempSync(path.join(os.tmpdir(), "home-"));
  });
  after(async () => {
    await served.close();
    fs.rmSync(home, { recursive: true });
  });

  it("by the printed command deploys what then sees a wrong setting, judges it and tells people", async () => {
    const { environment, command } = served.session;
    const [init = "", up = ""] = command.split(" && ");
    for (const line of [init, `${up} --yes --skip-preview`]) await shell(line, environment);

    const { account } = served;
    await clients(account).xray.send(new PutEncryptionConfigCommand({ Type: "NONE" }));
    await clients(account).xray.send(
      new PutEncryptionConfigCommand({ Type: "KMS", KeyId: "alias/some-key" }),
    );
    await account.advance(60 * 60_000);

    const region = await account.region("eu-west-1");
    const [rule] = region.config.rules.list();
    assert.deepEqual(
      region.config.compliance.resultsOf(rule?.name ?? "").map(({ complianceType }) => complianceType),
      ["NON_COMPLIANT"],
    );
    const told = account.journal.notifications.filter(({ to }) => to === "security@example.com");
    assert.ok(told.some(({ message }) => message.includes("NON_COMPLIANT")));
  });

  /** As somebody pastes it, in this folder, but with nothing of this machine's login. */
  function shell(line: string, environment: Record<string, string>): Promise<void> {
    const child = spawn("sh", ["-c", `${line} --non-interactive`], {
      cwd: root,
      env: {
        ...environment,
        PATH: [findPulumi(), path.dirname(process.execPath), "/usr/bin", "/bin"].join(path.delimiter),
        HOME: home,
        PULUMI_HOME: home,
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += String(data)));
    return new Promise((resolve, reject) => {
      child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`${line}:\n${output}`))));
    });
  }
});
