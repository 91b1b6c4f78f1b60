import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

const root = path.resolve(__dirname, "../..");
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");

describe("the page on fleets", () => {
  const page = read("docs/fleet.md");
  const { roles } = parse(read("examples/fleet/accounts.yaml")) as { roles: Record<string, string> };

  it("quotes what fleets cost as the cost page has it", () => {
    const costs = [
      ...read("docs/cost.md").matchAll(/^\| ([\d,]+) accounts like its production, .* \| ([\d.,]+) \|$/gm),
    ];
    assert.equal(costs.length, 2);
    for (const [, accounts, usd] of costs)
      assert.match(page.replace(/\s+/g, " "), new RegExp(`${usd}(?: USD)? for ${accounts}\\b`));
  });

  it("names the roles of the example, with the subjects of the jobs that assume them", () => {
    for (const role of Object.values(roles)) assert.ok(page.includes(`| \`${role}\``), role);
    const deploy = read("examples/fleet/workflows/fleet-deploy.yml");
    for (const [, environment = ""] of page.matchAll(/repo:OWNER\/NAME:environment:([\w-]+)/g))
      assert.match(deploy, new RegExp(`^ +environment: ${environment}$`, "m"));
    assert.match(page, /`repo:OWNER\/NAME:pull_request`/);
  });

  it("says how many accounts are deployed to at a time as the workflow does", () => {
    assert.match(read("examples/fleet/workflows/fleet-deploy.yml"), /max-parallel: 5$/m);
    assert.match(page, /the others, five at a time/);
  });
});
