import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { requirePulumi } from "../../local/provider/pulumi-cli";
import { prepareSession } from "../../local/provider/session";

describe("what Pulumi's CLI needs for a served account", () => {
  let directory: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "session-"));
    fs.writeFileSync(path.join(directory, "Pulumi.dev.yaml"), "config:\n  aws:region: eu-west-1\n");
  });
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  it("is a stack with the other one's config, an empty state, and nothing left of it afterwards", () => {
    const { environment, end } = prepareSession("dev", directory, 4000);
    const state = environment["PULUMI_BACKEND_URL"]?.replace("file://", "") ?? "";
    assert.match(
      fs.readFileSync(path.join(directory, "Pulumi.local.yaml"), "utf8"),
      /\nconfig:\n {2}aws:region: eu-west-1\n$/,
    );
    fs.writeFileSync(path.join(state, "old"), "");
    prepareSession("dev", directory, 4000);
    assert.deepEqual(fs.readdirSync(state), []);
    end();
    assert.ok(!fs.existsSync(state));
  });

  it("never takes the place of a stack file that somebody wrote", () => {
    const file = path.join(directory, "Pulumi.local.yaml");
    fs.writeFileSync(file, "config: {}\n");
    assert.throws(() => prepareSession("dev", directory, 4000), {
      message:
        "Pulumi.local.yaml was not made by `npm start -- --serve`, which would overwrite it: give it another name.",
    });
    assert.equal(fs.readFileSync(file, "utf8"), "config: {}\n");
  });
});

describe("the Pulumi CLI of this machine", () => {
  const before = { ...process.env };
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "cli-"));
    process.env["PULUMI_DIR"] = folder;
  });
  afterEach(() => {
    process.env = { ...before };
    fs.rmSync(folder, { recursive: true });
  });

  const cli = (version: string) =>
    fs.writeFileSync(path.join(folder, "pulumi"), `#!/bin/sh\necho v${version}\n`, { mode: 0o755 });

  it("is used if it is new enough", () => {
    cli("3.1000.0");
    assert.equal(requirePulumi(), "3.1000.0");
  });

  it("is named if it is too old", () => {
    cli("3.265.0");
    assert.throws(requirePulumi, /needs the Pulumi CLI 3\.274\.1 or newer, but yours is 3\.265\.0/);
  });

  it("is asked for where there is none", () => {
    assert.throws(requirePulumi, /^PulumiCliError: There is no Pulumi CLI in /);
    delete process.env["PULUMI_DIR"];
    process.env["PATH"] = path.join(folder, "node_modules", ".bin");
    assert.throws(requirePulumi, /^PulumiCliError: This needs the Pulumi CLI, which is not on the PATH/);
  });
});
