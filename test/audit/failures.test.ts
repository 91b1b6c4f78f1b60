import assert from "node:assert/strict";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { ClientOptions } from "../../audit/aws/clients";
import { run } from "../../audit/cli/run";
import { guardedRegion, now } from "./account";
import { audit, type AuditOptions } from "./audit";
import { LoopbackAws, type RegionState } from "./loopback-aws";

const cases: {
  name: string;
  args: string;
  state?: RegionState;
  options?: AuditOptions;
  code: number;
  said: RegExp;
}[] = [
  {
    name: "no Region",
    args: "inventory",
    code: 3,
    said: /^No Region: name some with --regions eu-west-1,us-east-1, or set AWS_REGION\.$/,
  },
  {
    name: "a Region that does not exist",
    args: "inventory --regions eu-wset-1",
    code: 8,
    said: /^There is no AWS Region 'eu-wset-1': did you mean eu-west-1\?$/,
  },
  {
    name: "a pseudo Region",
    args: "timeline --regions aws-global",
    code: 8,
    said: /^There is no AWS Region 'aws-global'/,
  },
  {
    name: "expired credentials",
    args: "inventory --regions eu-west-1",
    state: { fails: { GetCallerIdentity: "ExpiredToken" } },
    code: 4,
    said: /^Cannot read whose credentials these are in eu-west-1 \(ExpiredToken: .*\): sign in \(`aws sso login`/,
  },
  {
    name: "no access to the setting",
    args: "inventory --regions eu-west-1",
    state: guardedRegion({ fails: { GetEncryptionConfig: "AccessDeniedException" } }),
    code: 6,
    said: /allow xray:GetEncryptionConfig\.$/,
  },
  {
    name: "no access to the history",
    args: "timeline --regions eu-west-1",
    state: guardedRegion({ fails: { GetResourceConfigHistory: "AccessDeniedException" } }),
    code: 6,
    said: /allow config:GetResourceConfigHistory\.$/,
  },
  {
    name: "throttling for good",
    args: "timeline --regions eu-west-1",
    state: guardedRegion({ fails: { ListDiscoveredResources: "ThrottlingException" } }),
    code: 7,
    said: /try again later, or raise AWS_MAX_ATTEMPTS\.$/,
  },
  {
    name: "an error of AWS's own",
    args: "timeline --regions eu-west-1",
    state: guardedRegion({ fails: { ListDiscoveredResources: "InternalFailure" } }),
    code: 12,
    said: /^Cannot read what AWS Config discovered in eu-west-1 \(InternalFailure/,
  },
  {
    name: "no recorder and no history",
    args: "timeline --regions eu-west-1",
    state: {},
    code: 5,
    said: /^There is no AWS Config recorder in eu-west-1, and no history: deploy with `recorder: create`/,
  },
  {
    name: "an empty history",
    args: "timeline --regions eu-west-1",
    state: guardedRegion({ items: [] }),
    code: 9,
    said: /^AWS Config recorded nothing about the setting in eu-west-1 yet/,
  },
  {
    name: "nothing in the time asked for",
    args: "timeline --regions eu-west-1 --since 2026-02-01",
    state: guardedRegion(),
    code: 9,
    said: /^AWS Config recorded no change of the setting in eu-west-1 in that time/,
  },
  {
    name: "a rule that does not exist",
    args: "timeline --regions eu-west-1 --rule something-eles",
    state: guardedRegion(),
    code: 13,
    said: /^There is no AWS Config rule 'something-eles' in eu-west-1: did you mean something-else\?$/,
  },
  {
    name: "no delivery channel to verify",
    args: "verify --regions eu-west-1",
    state: guardedRegion({ channel: undefined as never }),
    code: 13,
    said: /^There is no delivery channel in eu-west-1/,
  },
  {
    name: "a report that cannot be written",
    args: "report --regions eu-west-1 --out /nowhere/report",
    state: guardedRegion(),
    code: 3,
    said: /^The report cannot be written to \/nowhere\/report \(ENOENT/,
  },
  {
    name: "a stack that does not exist",
    args: "preflight --stack dve",
    code: 3,
    said: /^There is no stack 'dve'/,
  },
];

describe("what goes wrong with audit", () => {
  let aws: LoopbackAws;
  before(async () => {
    aws = await LoopbackAws.start();
  });
  after(() => aws.stop());

  for (const { name, args, state, options, code, said } of cases) {
    it(`is a sentence and exit code ${code}: ${name}`, async () => {
      aws.become({ "eu-west-1": state ?? {} });

      const outcome = await audit(aws, args.split(" "), options);

      assert.equal(outcome.said.length, 1, outcome.said.join("\n"));
      assert.match(outcome.said[0] ?? "", said);
      assert.equal(outcome.code, code);
    });
  }

  it("is retried where AWS is merely busy", async () => {
    aws.become({ "eu-west-1": guardedRegion({ throttledOnce: ["GetEncryptionConfig", "LookupEvents"] }) });

    const { code } = await audit(aws, ["timeline", "--regions", "eu-west-1"], { maxAttempts: 2 });

    assert.equal(code, 0);
  });

  it("takes AWS_REGION where no Region is named", async () => {
    aws.become({ "eu-west-1": guardedRegion() });

    const { code } = await audit(aws, ["inventory"], { environment: { AWS_REGION: "eu-west-1" } });

    assert.equal(code, 0);
  });

  it("is a sentence where nobody listens", async () => {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { code, said } = await inventoryWith({
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: "AKIATEST", secretAccessKey: "s" },
      maxAttempts: 1,
    });

    assert.equal(code, 12);
    assert.match(said.join(), /\(ECONNREFUSED.*look at the network, a proxy, or AWS_ENDPOINT_URL\.$/);
  });

  const endpoints: [endpoint: string, expected: string][] = [
    ["127.0.0.1:4566", "http://127.0.0.1:4566"],
    ["localhost:4566", "http://localhost:4566"],
    ["ftp://there", "http://127.0.0.1:4566"],
    ["not there", "http://127.0.0.1:4566"],
  ];
  for (const [endpoint, expected] of endpoints) {
    it(`is a sentence for the endpoint ${endpoint}`, async () => {
      const { code, said } = await inventoryWith({ endpoint });
      assert.equal(code, 3);
      assert.deepEqual(said, [`AWS_ENDPOINT_URL is '${endpoint}': expected a URL such as ${expected}.`]);
    });
  }

  it("is a sentence without any credentials", async () => {
    const { code, said } = await inventoryWith({
      endpoint: aws.url,
      // What the SDK's chain throws where it finds none; the real chain would ask the network.
      credentials: () =>
        Promise.reject(
          Object.assign(new Error("Could not load credentials from any providers"), {
            name: "CredentialsProviderError",
          }),
        ),
    });

    assert.equal(code, 4);
    assert.match(said.join(), /^Cannot read whose credentials these are .*: sign in \(`aws sso login`/);
  });
});

/** Asks for an inventory, of which nothing can be answered. */
async function inventoryWith(access: ClientOptions): Promise<{ code: number; said: string[] }> {
  const said: string[] = [];
  const code = await run(["inventory", "--regions", "eu-west-1"], {
    print: () => assert.fail("there is nothing to print"),
    warn: (sentence) => said.push(sentence),
    now,
    color: false,
    width: undefined,
    environment: {},
    access,
  });
  return { code, said };
}
