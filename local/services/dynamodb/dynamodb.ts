import type { GetItemInput, GetItemOutput, PutItemInput, PutItemOutput } from "@aws-sdk/client-dynamodb";
import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { holds, type Item } from "./condition";

interface Table {
  name: string;
  arn: string;
  hashKey: string;
  items: Map<string, Item>;
}

/** DynamoDB: tables with a partition key, and items that are read and written one at a time, under a condition or without. */
export class DynamoDb {
  private readonly tables = new Map<string, Table>();

  constructor(private readonly region: RegionContext) {}

  /** `CreateTable` @throws AwsError `ResourceInUseException` */
  createTable(name: string, hashKey: string): Table {
    if (this.tables.has(name)) throw new AwsError("ResourceInUseException", `Table already exists: ${name}`);
    const table = { name, arn: this.region.arn("dynamodb", `table/${name}`), hashKey, items: new Map() };
    this.tables.set(name, table);
    return table;
  }

  /** A table of this name; undefined where there is none. */
  find(name: string): Table | undefined {
    return this.tables.get(name);
  }

  list(): readonly Table[] {
    return [...this.tables.values()];
  }

  /** `DeleteTable`, with its items. @throws AwsError `ResourceNotFoundException` */
  deleteTable(name: string): void {
    this.table(name);
    this.tables.delete(name);
  }

  /** `GetItem`, always as consistent as AWS reads with `ConsistentRead`. */
  async getItem(principal: string, request: GetItemInput): Promise<GetItemOutput> {
    const table = this.table(request.TableName);
    await this.require(principal, "dynamodb:GetItem", table);
    const item = table.items.get(keyOf(table, request.Key));
    return item === undefined ? {} : { Item: item };
  }

  /** `PutItem` @throws AwsError `ConditionalCheckFailedException` */
  async putItem(principal: string, request: PutItemInput): Promise<PutItemOutput> {
    const table = this.table(request.TableName);
    await this.require(principal, "dynamodb:PutItem", table);
    const key = keyOf(table, request.Item);
    if (!holds(request, table.items.get(key))) {
      throw new AwsError("ConditionalCheckFailedException", "The conditional request failed");
    }
    table.items.set(key, request.Item ?? {});
    return {};
  }

  private async require(principal: string, action: string, table: Table): Promise<void> {
    await this.region.account.authorization.require({ principal, action, resource: table.arn });
  }

  private table(nameOrArn: string | undefined): Table {
    const name = nameOrArn?.split("/").at(-1) ?? "";
    const table = this.tables.get(name);
    if (table === undefined) {
      throw new AwsError(
        "ResourceNotFoundException",
        `Requested resource not found: Table: ${name} not found`,
      );
    }
    return table;
  }
}

function keyOf({ hashKey }: Table, item: Item = {}): string {
  const value = item[hashKey];
  if (value === undefined) {
    throw new AwsError("ValidationException", `One of the required keys was not given a value: ${hashKey}`);
  }
  return JSON.stringify(value);
}
