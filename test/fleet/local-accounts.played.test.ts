import assert from "node:assert/strict";
import { accountNamed, readFleet } from "../../examples/fleet/accounts";
import { writeStackFile } from "../../examples/fleet/stack-file";
import { runLocal } from "../../local/run";
import { withAccounts } from "./files";

describe("an account of the fleet, in a local account", function () {
  this.timeout(60_000);

  for (const name of ["shop-prod", "shop-test", "sandbox"]) {
    it(`${name} closes the loop`, async () => {
      const { problems, evaluations } = await withAccounts(
        () => undefined,
        (directory, file) => {
          const fleet = readFleet(file);
          writeStackFile(directory, accountNamed(name, fleet), fleet);
          return runLocal({ stack: name, directory });
        },
      );
      assert.deepEqual(problems, []);
      assert.deepEqual(new Set(evaluations.map(({ region }) => region)), new Set(["eu-west-1", "us-east-1"]));
    });
  }
});
