import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const ours = path.resolve(__dirname, "../../node_modules");

const peers = ["@pulumi/pulumi", "@pulumi/aws", "fastest-levenshtein"];

/**
 * Unpacks the component's archive as `npm install` does. Its peers, and other packages, are those of this project.
 *
 * @param modules the folder `node_modules` of a program
 * @returns the component's folder
 */
export function unpackComponent(archive: string, modules: string, packages: string[] = []): string {
  for (const name of [...peers, ...packages]) {
    const link = path.join(modules, name);
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.symlinkSync(path.join(ours, name), link);
  }
  const folder = path.join(modules, "xray-encryption-guard");
  fs.mkdirSync(folder);
  const { status, stderr } = spawnSync("tar", ["-xzf", archive, "--strip-components", "1", "-C", folder], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return folder;
}

/** Gives a package a copy of another one, beside what that needs itself. @returns the folder of the copies */
export function copyInto(folder: string, name: string): string {
  const copies = path.join(folder, "node_modules");
  fs.mkdirSync(path.join(copies, "@pulumi"), { recursive: true });
  fs.cpSync(path.join(ours, name), path.join(copies, name), { recursive: true });
  for (const one of fs.readdirSync(ours).filter((one) => !one.startsWith(".") && one !== "@pulumi")) {
    const link = path.join(copies, one);
    if (!fs.existsSync(link)) fs.symlinkSync(path.join(ours, one), link);
  }
  return copies;
}
