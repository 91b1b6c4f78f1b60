import assert from "node:assert/strict";
import { CloudTrailClient, paginateLookupEvents } from "@aws-sdk/client-cloudtrail";
import {
  ConfigServiceClient,
  paginateDescribeConfigRules,
  paginateDescribeConfigurationAggregatorSourcesStatus,
  paginateGetAggregateComplianceDetailsByConfigRule,
  paginateGetComplianceDetailsByConfigRule,
  paginateGetResourceConfigHistory,
  paginateListDiscoveredResources,
  paginateSelectAggregateResourceConfig,
} from "@aws-sdk/client-config-service";
import { IAMClient, paginateSimulatePrincipalPolicy } from "@aws-sdk/client-iam";
import { KMSClient, paginateListAliases } from "@aws-sdk/client-kms";
import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { listAll } from "../../audit/aws/pages";

const region = "eu-west-1";
const call = { what: "the list", action: "any:List", region };

type Page = Record<string, unknown>;
type Paginate = (config: { client: object; stopOnSameToken: boolean }, input: object) => AsyncGenerator<Page>;

/** A client that answers these pages in turn, or the last of them for ever. */
function answering<Client extends object>(
  client: Client,
  pages: (Page | Error)[],
): { client: Client; sent: Page[] } {
  const left = [...pages];
  const sent: Page[] = [];
  const send = async ({ input }: { input: Page }): Promise<Page> => {
    sent.push({ ...input });
    if (sent.length > 5) assert.fail("this never ends");
    const page = left.length > 1 ? left.shift() : left[0];
    if (page === undefined || page instanceof Error) throw page ?? new Error("nobody expected a call");
    return page;
  };
  return { client: Object.assign(client, { send }), sent };
}

const config = () => new ConfigServiceClient({ region });

const operations: [name: string, paginate: unknown, client: () => object, token: string][] = [
  ["LookupEvents", paginateLookupEvents, () => new CloudTrailClient({ region }), "NextToken"],
  ["ListAliases", paginateListAliases, () => new KMSClient({ region }), "NextMarker"],
  ["SimulatePrincipalPolicy", paginateSimulatePrincipalPolicy, () => new IAMClient({ region }), "Marker"],
  ["ListObjectsV2", paginateListObjectsV2, () => new S3Client({ region }), "NextContinuationToken"],
  ["DescribeConfigRules", paginateDescribeConfigRules, config, "NextToken"],
  ["GetComplianceDetailsByConfigRule", paginateGetComplianceDetailsByConfigRule, config, "NextToken"],
  ["GetResourceConfigHistory", paginateGetResourceConfigHistory, config, "nextToken"],
  ["ListDiscoveredResources", paginateListDiscoveredResources, config, "nextToken"],
  ["SelectAggregateResourceConfig", paginateSelectAggregateResourceConfig, config, "NextToken"],
  [
    "DescribeConfigurationAggregatorSourcesStatus",
    paginateDescribeConfigurationAggregatorSourcesStatus,
    config,
    "NextToken",
  ],
  [
    "GetAggregateComplianceDetailsByConfigRule",
    paginateGetAggregateComplianceDetailsByConfigRule,
    config,
    "NextToken",
  ],
];

describe("a list in pages", () => {
  for (const [name, paginate, open, token] of operations) {
    const list = (client: object) =>
      listAll(call, paginate as Paginate, client, {}, (page) => page["found"] as number[] | undefined);

    it(`is read to its end: ${name}`, async () => {
      const { client } = answering(open(), [
        { found: [1], [token]: "two" },
        { [token]: "three" },
        { found: [3] },
      ]);

      assert.deepEqual(await list(client), [1, 3]);
    });

    it(`is not endless where AWS always answers the same token: ${name}`, async () => {
      const { client, sent } = answering(open(), [{ found: [1], [token]: "again" }]);

      await assert.rejects(
        list(client),
        /^AuditError: Cannot read all of the list in eu-west-1: AWS answered the same page token twice\. Try again later\.$/,
      );
      assert.equal(sent.length, 2);
    });
  }

  it("ends with an empty token", async () => {
    const { client } = answering(config(), [{ ConfigRules: [{}], NextToken: "" }]);

    const rules = await listAll(call, paginateDescribeConfigRules, client, {}, (page) => page.ConfigRules);

    assert.equal(rules.length, 1);
  });

  it("is empty where AWS says so by an error", async () => {
    const none = Object.assign(new Error("no such key"), { name: "NotFoundException" });
    const { client } = answering(new KMSClient({ region }), [none]);
    const list = (emptyOn?: string) =>
      listAll(
        { ...call, ...(emptyOn && { emptyOn }) },
        paginateListAliases,
        client,
        {},
        (page) => page.Aliases,
      );

    assert.deepEqual(await list("NotFoundException"), []);
    await assert.rejects(list(), /no such key/);
  });
});
