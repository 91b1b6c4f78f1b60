import * as path from "node:path";
import type { TemplateSettings } from "../../examples/organization/template";
import { placeholderCloud } from "../../stack-runner/placeholder-cloud";
import { type Run, runProgram } from "../../stack-runner/run";

export const directory = path.resolve(__dirname, "../../examples/organization");

/** What the template of an account is made from, with a state of one's own. */
export const settings: TemplateSettings = {
  deployedFrom: "acme/xray-guard",
  deployedInEnvironments: ["canary", "fleet"],
  previewedOnBranch: "main",
  gitHubProvider: "create",
  keysAreCalled: ["alias/xray-traces"],
  rolesAreUnder: "/",
  stateBucket: "acme-pulumi-state",
  stateKey: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};

/** Runs the example's program as a preview, which needs no account. */
export function runExample(config: Record<string, unknown> = {}): Promise<Run> {
  return runProgram({
    stack: "example",
    directory,
    config,
    preview: true,
    cloud: placeholderCloud({ preview: true, region: "eu-west-1" }),
  });
}
