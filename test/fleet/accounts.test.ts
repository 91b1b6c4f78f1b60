import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { accountNamed, FleetError, readFleet } from "../../examples/fleet/accounts";
import { checkSettings } from "../../examples/fleet/check";
import { matrixOf } from "../../examples/fleet/matrix";
import { writeStackFile } from "../../examples/fleet/stack-file";
import { runLocal } from "../../local/run";
import { readStackConfig } from "../../stack-runner/stack-config";
import { type AccountsFile, root, withAccounts } from "./files";

const nothingHappens = { file: "nothing", description: "", config: {}, configLines: {}, steps: [] };
const asItIs = (): void => undefined;
const account = (file: AccountsFile, name = "shop-test"): Record<string, unknown> =>
  file.accounts[name] ?? assert.fail(name);

/** Mistakes that are in the file itself: the sentence that is printed. */
const mistakes: [what: string, change: (file: AccountsFile) => void, says: RegExp][] = [
  [
    "a misspelt canary",
    (file) => (file.canary = "sanbox"),
    /^accounts\.yaml: 'canary' is no account 'sanbox': did you mean 'sandbox'\?$/,
  ],
  [
    "no canary",
    (file) => delete file.canary,
    /^accounts\.yaml: 'canary' must name the account that is deployed first\.$/,
  ],
  [
    "a misspelt environment",
    (file) => (account(file)["environment"] = "tset"),
    /^shop-test: there is no environment 'tset': did you mean 'test'\?$/,
  ],
  [
    "no environment",
    (file) => delete account(file)["environment"],
    /^shop-test: it has no environment: name one of those under 'environments'\.$/,
  ],
  [
    "a Region twice",
    (file) => (account(file)["regions"] = ["eu-west-1", "us-east-1", "eu-west-1"]),
    /^shop-test: it lists eu-west-1 twice: remove one\.$/,
  ],
  [
    "no Region",
    (file) => (account(file)["regions"] = []),
    /^shop-test: its regions must be a list, such as \[eu-west-1\]\.$/,
  ],
  [
    "one role missing for all",
    (file) => delete file.roles["deploy"],
    /^(?:[\w-]+: it has no role to deploy with: name one under 'roles', as 'deploy'\.(?:\n|$)){3}/,
  ],
  [
    "one role missing for one",
    (file) => (account(file)["roles"] = { plan: "" }),
    /^shop-test: it has no role to plan with: name one under 'roles', as 'plan'\.$/,
  ],
  [
    "a role that is an ARN",
    (file) => (account(file)["roles"] = { deploy: "arn:aws:iam::234567890123:role/x" }),
    /^shop-test: its role to deploy with is "arn:.*": expected its name alone, such as pulumi-deployer\.$/,
  ],
  [
    "a misspelt role",
    (file) => (account(file)["roles"] = { deplyo: "x" }),
    /^shop-test, roles: 'deplyo' is read by nobody: did you mean 'deploy'\?$/,
  ],
  [
    "an ID that is a number",
    (file) => (account(file)["id"] = 234567890123),
    /^shop-test: its id is 234567890123: expected twelve digits, in quotation marks\.$/,
  ],
  [
    "a boundary that is an ARN",
    (file) => (account(file)["permissionsBoundary"] = "arn:aws:iam::123456789012:policy/x"),
    /^shop-test: its permissionsBoundary must be the name of a policy, such as workload-boundary\.$/,
  ],
  [
    "an ID of eleven digits",
    (file) => (account(file)["id"] = "23456789012"),
    /^shop-test: its id is "23456789012": expected twelve digits/,
  ],
  [
    "an ID twice",
    (file) => (account(file)["id"] = "123456789012"),
    /^shop-prod and shop-test: both guard eu-west-1 of one account: give one of them its own id, or another Region\.\n/,
  ],
  [
    "a misspelt word of an account",
    (file) => (account(file)["region"] = "eu-west-1"),
    /^shop-test: 'region' is read by nobody: did you mean 'regions'\?$/,
  ],
  [
    "a misspelt word of the file",
    (file) => (file["canari"] = "sandbox"),
    /^accounts\.yaml: 'canari' is read by nobody: did you mean 'canary'\?$/,
  ],
  [
    "Regions among the settings",
    (file) => (file.config["regions"] = ["eu-west-1"]),
    /^(?:[\w-]+: 'regions' stands in a 'config': it belongs beside 'id'\.(?:\n|$)){3}/,
  ],
  [
    "an account that is no map",
    (file) => (file.accounts["shop-test"] = "x" as never),
    /^shop-test: it must be a map, with id, environment and regions\.$/,
  ],
  [
    "a name that is none of a stack",
    (file) => (file.accounts["shop/x"] = { ...account(file), id: "456789012345" }),
    /^shop\/x: a stack's name has letters/,
  ],
  [
    "no account",
    (file) => (file.accounts = {}),
    /^accounts\.yaml: it lists no account: add one under 'accounts'\.$/m,
  ],
  [
    "more accounts than a matrix has jobs",
    (file) => {
      for (let index = 0; index < 254; index += 1)
        file.accounts[`more-${index}`] = { ...account(file), id: String(400_000_000_000 + index) };
    },
    /^accounts\.yaml: it lists 257 accounts, and a matrix has at most 256 jobs: split it\.$/,
  ],
];

/** Mistakes that the program finds, which checks its settings itself: here of one account, as it runs once for each. */
const settings: [what: string, change: (file: AccountsFile) => void, says: RegExp][] = [
  [
    "a misspelt Region",
    (file) => (account(file)["regions"] = ["eu-wset-1"]),
    /^shop-test: .*did you mean eu-west-1\?$/,
  ],
  [
    "a misspelt setting",
    (file) => (account(file)["config"] = { desiredKye: "any" }),
    /^shop-test: .*desiredKye.*desiredKey/,
  ],
  [
    "a value of another type",
    (file) => (account(file)["config"] = { notify: "a@example.com" }),
    /^shop-test: Stack 'shop-test' with configuration key 'xray-encryption-guard:notify' must be of type/,
  ],
  [
    "a value that is not allowed",
    (file) => (account(file)["config"] = { trigger: "never" }),
    /^shop-test: .*trigger is "never"/,
  ],
  ["a label that is too long", (file) => (account(file)["label"] = "x".repeat(33)), /^shop-test: .*label is/],
];

describe("the file that lists the fleet's accounts", () => {
  it("is right as the example has it", async () => {
    await withAccounts(asItIs, (folder, file) => checkSettings(folder, readFleet(file)));
  });

  for (const [what, change, says] of mistakes) {
    it(`is refused for ${what}`, () => {
      assert.throws(
        () => withAccounts(change, (_, file) => readFleet(file)),
        (error) => {
          assert.ok(error instanceof FleetError, String(error));
          assert.match(error.message, says);
          return true;
        },
      );
    });
  }

  for (const [what, change, says] of settings) {
    it(`is refused for ${what}, before anything runs`, async () => {
      const changed = (file: AccountsFile): void => {
        change(file);
        Object.assign(file, { canary: "shop-test", accounts: { "shop-test": account(file) } });
      };
      await assert.rejects(
        withAccounts(changed, (folder, file) => checkSettings(folder, readFleet(file))),
        (error) =>
          error instanceof FleetError && says.test(error.message) ? true : assert.fail(String(error)),
      );
    });
  }

  it("says all that is wrong at once", () => {
    const change = (file: AccountsFile): void => {
      file.canary = "sanbox";
      account(file)["regions"] = [];
    };
    assert.throws(
      () => withAccounts(change, (_, file) => readFleet(file)),
      /^FleetError: shop-test: .*\n.*'sanbox'.*$/,
    );
  });
});

describe("an account of the fleet", () => {
  it("has what is common to all, then what its environment has, then its own", () => {
    const change = (file: AccountsFile): void => {
      file.config = { desiredKey: "all", trigger: "all", frequency: "all" };
      file.environments["test"] = { trigger: "environment", frequency: "environment" };
      account(file)["config"] = { frequency: "own" };
    };
    const { config } = withAccounts(change, (_, file) => accountNamed("shop-test", readFleet(file)));
    assert.deepEqual(config, {
      desiredKey: "all",
      trigger: "environment",
      frequency: "own",
      permissionsBoundary: "arn:aws:iam::234567890123:policy/xray-encryption-guard-boundary",
    });
  });

  it("may have several stacks, for other Regions each", () => {
    const change = (file: AccountsFile): void => {
      file.accounts["shop-test-2"] = { ...account(file), regions: ["eu-central-1"] };
    };
    assert.equal(withAccounts(change, (_, file) => readFleet(file)).accounts.length, 4);
  });

  it("has roles of its Regions' partition, and may have one of its own", () => {
    const change = (file: AccountsFile): void => {
      Object.assign(account(file), { regions: ["cn-north-1"], roles: { plan: "platform/reader" } });
    };
    const { roles } = withAccounts(change, (_, file) => accountNamed("shop-test", readFleet(file)));
    assert.deepEqual(roles, {
      deploy: "arn:aws-cn:iam::234567890123:role/pulumi-deployer",
      plan: "arn:aws-cn:iam::234567890123:role/platform/reader",
    });
  });

  it("that is misspelt gets the nearest name", () => {
    withAccounts(asItIs, (_, file) => {
      const says = /There is no account 'shop-prd': did you mean 'shop-prod'\?/;
      assert.throws(() => accountNamed("shop-prd", readFleet(file)), says);
      assert.throws(() => matrixOf(readFleet(file), "shop-prd"), says);
    });
  });

  for (const name of ["shop-prod", "shop-test", "sandbox"]) {
    // How it fares there is in local-accounts.played.test.ts.
    it(`${name} is taken by the local account as it is declared`, async () => {
      const { problems, resources } = await withAccounts(asItIs, (directory, file) => {
        const fleet = readFleet(file);
        writeStackFile(directory, accountNamed(name, fleet), fleet);
        return runLocal({ stack: name, directory, scenario: nothingHappens });
      });
      assert.deepEqual(problems, []);
      assert.equal(resources.filter(({ type }) => type === "aws:cfg/rule:Rule").length, 2);
    });
  }
});

describe("the matrix", () => {
  const listsOf = (name?: string): Record<string, string[]> =>
    withAccounts(asItIs, (_, file) =>
      Object.fromEntries(
        matrixOf(readFleet(file), name)
          .trimEnd()
          .split("\n")
          .map((line) => {
            const [, output = "", list = ""] = /^(\w+)=(.*)$/.exec(line) ?? assert.fail(line);
            return [output, (JSON.parse(list) as { name: string }[]).map((one) => one.name)];
          }),
      ),
    );

  it("has the canary apart from the rest, each account once", () => {
    const rest = ["shop-prod", "shop-test"];
    assert.deepEqual(listsOf(), { accounts: [...rest, "sandbox"], canary: ["sandbox"], rest });
  });

  it("has no settings, since everybody may read it", () => {
    const change = (file: AccountsFile): void => void (account(file)["config"] = { notify: ["T0KEN"] });
    assert.doesNotMatch(
      withAccounts(change, (_, file) => matrixOf(readFleet(file))),
      /T0KEN/,
    );
  });

  it("has the one account that is asked for", () => {
    assert.deepEqual(listsOf("shop-test"), { accounts: ["shop-test"], canary: [], rest: ["shop-test"] });
    assert.deepEqual(listsOf("sandbox"), { accounts: ["sandbox"], canary: ["sandbox"], rest: [] });
  });
});

describe("the stack file of an account", () => {
  it("holds its settings as the CLI reads them, the account that may be reached, and what encrypts its secrets", () => {
    withAccounts(asItIs, (folder, file) => {
      const fleet = readFleet(file);
      writeStackFile(folder, accountNamed("sandbox", fleet), fleet);
      const { values } = readStackConfig(folder, "sandbox");
      assert.equal(values["aws:region"], "eu-west-1");
      assert.equal(values["aws:allowedAccountIds"], '["345678901234"]');
      assert.equal(values["xray-encryption-guard:regions"], '["eu-west-1","us-east-1"]');
      assert.equal(values["xray-encryption-guard:label"], "playground");
      assert.equal(values["xray-encryption-guard:recorder"], "create");
      const { secretsprovider } = parse(
        fs.readFileSync(path.join(folder, "Pulumi.sandbox.yaml"), "utf8"),
      ) as {
        secretsprovider: string;
      };
      assert.match(secretsprovider, /^awskms:\/\/\/arn:/);
      assert.equal(secretsprovider, fleet.secretsProvider);
    });
  });

  it("keeps a secret that is there, what the CLI needs to read it, and nothing else", () => {
    withAccounts(asItIs, (folder, file) => {
      const fleet = readFleet(file);
      const stackFile = path.join(folder, "Pulumi.sandbox.yaml");
      fs.writeFileSync(
        stackFile,
        `encryptedkey: AAAA\nconfig:\n  xray-encryption-guard:notify: [{ secure: "v1:x" }]\n  xray-encryption-guard:trigger: periodic\n`,
      );
      writeStackFile(folder, accountNamed("sandbox", fleet), fleet);
      const { encryptedkey, config } = parse(fs.readFileSync(stackFile, "utf8")) as {
        encryptedkey: string;
        config: Record<string, unknown>;
      };
      assert.equal(encryptedkey, "AAAA");
      assert.deepEqual(config["xray-encryption-guard:notify"], [{ secure: "v1:x" }]);
      assert.ok(!("xray-encryption-guard:trigger" in config));
    });
  });

  it("leaves the backend's own provider of secrets to the backend", () => {
    withAccounts(
      (one) => delete one.secretsProvider,
      (folder, file) => {
        const fleet = readFleet(file);
        writeStackFile(folder, accountNamed("sandbox", fleet), fleet);
        assert.doesNotMatch(
          fs.readFileSync(path.join(folder, "Pulumi.sandbox.yaml"), "utf8"),
          /^secretsprovider/m,
        );
      },
    );
  });
});

describe("the example's file", () => {
  it("names topics and aggregators of one central account", () => {
    const text = fs.readFileSync(path.join(root, "examples/fleet/accounts.yaml"), "utf8");
    const central = /accountId: "(\d{12})"/.exec(text)?.[1] ?? assert.fail("no aggregator");
    for (const [, id] of text.matchAll(/arn:aws:sns:[\w-]+:(\d{12}):/g)) assert.equal(id, central);
  });
});
