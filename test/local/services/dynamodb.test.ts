import { GetItemCommand, PutItemCommand, type PutItemCommandInput } from "@aws-sdk/client-dynamodb";
import * as assert from "node:assert/strict";
import type { Region } from "../../../local/account/account";
import { allow, clients, openRegion, role } from "../accounts";

const table = "told";
const item = (version: number) => ({ id: { S: "it" }, version: { N: String(version) } });
const get = new GetItemCommand({ TableName: table, Key: { id: { S: "it" } } });

async function regionWithTable(): Promise<Region> {
  const region = await openRegion();
  region.dynamodb.createTable(table, "id");
  return region;
}

describe("DynamoDB in the local account", () => {
  it("gives what was put, and nothing before", async () => {
    const { dynamodb } = clients((await regionWithTable()).account);
    assert.equal((await dynamodb.send(get)).Item, undefined);
    await dynamodb.send(new PutItemCommand({ TableName: table, Item: item(1) }));
    assert.deepEqual((await dynamodb.send(get)).Item, item(1));
  });

  const isFirst = { ConditionExpression: "attribute_not_exists(id)" };
  const exists = { ConditionExpression: "attribute_exists(id)" };
  const isVersion = (version: number) => ({
    ConditionExpression: "#v = :read",
    ExpressionAttributeNames: { "#v": "version" },
    ExpressionAttributeValues: { ":read": { N: String(version) } },
  });
  const conditions: [
    what: string,
    before: number | undefined,
    Partial<PutItemCommandInput>,
    holds: boolean,
  ][] = [
    ["the first write of an item", undefined, isFirst, true],
    ["a first write, where there is an item", 1, isFirst, false],
    ["a write over an item", 1, exists, true],
    ["a write over nothing", undefined, exists, false],
    ["a write over the version that was read", 1, isVersion(1), true],
    ["a write over another version", 2, isVersion(1), false],
    ["a write over a version of nothing", undefined, isVersion(1), false],
  ];
  for (const [what, before, condition, holds] of conditions) {
    it(`${holds ? "takes" : "refuses"} ${what}`, async () => {
      const { dynamodb } = clients((await regionWithTable()).account);
      if (before !== undefined) {
        await dynamodb.send(new PutItemCommand({ TableName: table, Item: item(before) }));
      }
      const put = dynamodb.send(new PutItemCommand({ TableName: table, Item: item(9), ...condition }));
      if (holds) await put;
      else await assert.rejects(put, { name: "ConditionalCheckFailedException" });
      assert.deepEqual((await dynamodb.send(get)).Item, holds ? item(9) : before && item(before));
    });
  }

  it("refuses a condition that it would misunderstand, a key that is missing, and a table that is", async () => {
    const { dynamodb } = clients((await regionWithTable()).account);
    const put = (changes: object) =>
      dynamodb.send(new PutItemCommand({ TableName: table, Item: item(1), ...changes }));
    await assert.rejects(put({ ConditionExpression: "size(id) > 1" }), {
      message: /does not simulate the condition/,
    });
    await assert.rejects(put({ Item: { version: { N: "1" } } }), { message: /not given a value: id/ });
    await assert.rejects(put({ TableName: "nothing" }), { name: "ResourceNotFoundException" });
  });

  it("deletes a table with its items, and refuses to delete one that is not there", async () => {
    const { account, dynamodb } = await regionWithTable();
    await clients(account).dynamodb.send(new PutItemCommand({ TableName: table, Item: item(1) }));
    dynamodb.deleteTable(table);
    assert.throws(() => dynamodb.deleteTable(table), { code: "ResourceNotFoundException" });
    dynamodb.createTable(table, "id");
    assert.equal((await clients(account).dynamodb.send(get)).Item, undefined);
  });

  it("lets in whom a role lets, to the one table", async () => {
    const { account, dynamodb } = await regionWithTable();
    const arn = dynamodb.find(table)?.arn ?? "";
    const reader = clients(account, role(account, "reader", [allow("dynamodb:GetItem", arn)])).dynamodb;
    const stranger = clients(
      account,
      role(account, "stranger", [allow("dynamodb:*", `${arn}-not`)]),
    ).dynamodb;
    await reader.send(get);
    await assert.rejects(stranger.send(get), { name: "AccessDeniedException" });
    await assert.rejects(reader.send(new PutItemCommand({ TableName: table, Item: item(1) })), {
      name: "AccessDeniedException",
    });
  });
});
