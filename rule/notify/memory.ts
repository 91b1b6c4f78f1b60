import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { clientOptions, once } from "../clients";
import { beforeDeadline } from "../deadline";
import { NotifyError } from "../errors";
import { explain } from "../look-ups";
import type { Message } from "./message";

const dynamodb = once(() => new DynamoDBClient(clientOptions));

/** A message that is being published. Until `story` is written, nobody knows whether SNS took it. */
export interface Pending<S> {
  /** The Lambda request that publishes it. Lambda's own retry has the same ID. */
  requestId: string;
  /** ISO 8601. */
  at: string;
  message: Message;
  /** The ARNs of the topics that refused it; undefined while it is not known who took it. */
  refusedBy?: string[];
  /** The story once it is told. */
  story: S;
}

export interface Memory<S> {
  story: S;
  pending?: Pending<S>;
}

/** The notifier's memory of one story in one Region: one item of a DynamoDB table. */
export class MemoryTable<S> {
  /** 0: there is no item yet. */
  private version = 0;

  /**
   * @param itemId the item's key
   * @param newStory what is remembered where there is no item yet
   */
  constructor(
    private readonly tableName: string,
    private readonly itemId: string,
    private readonly newStory: S,
    private readonly signal: AbortSignal,
  ) {}

  /** Reads the newest state. @throws NotifyError */
  async read(): Promise<Memory<S>> {
    const command = new GetItemCommand({
      TableName: this.tableName,
      Key: { id: { S: this.itemId } },
      ConsistentRead: true,
    });
    const { Item } = await this.send("read", "GetItem", (options) => dynamodb().send(command, options));
    this.version = Number(Item?.["version"]?.N ?? 0);
    const text = Item?.["memory"]?.S;
    return text === undefined ? { story: this.newStory } : (JSON.parse(text) as Memory<S>);
  }

  /**
   * Writes the state, unless another run wrote since this one read.
   *
   * @returns whether it is written; where not, read it again
   * @throws NotifyError
   */
  async write(memory: Memory<S>): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: this.tableName,
      Item: {
        id: { S: this.itemId },
        version: { N: String(this.version + 1) },
        memory: { S: JSON.stringify(memory) },
      },
      ...(this.version === 0
        ? { ConditionExpression: "attribute_not_exists(id)" }
        : {
            ConditionExpression: "#version = :read",
            ExpressionAttributeNames: { "#version": "version" },
            ExpressionAttributeValues: { ":read": { N: String(this.version) } },
          }),
    });
    try {
      await this.send("write", "PutItem", (options) => dynamodb().send(command, options));
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
    this.version += 1;
    return true;
  }

  private async send<T>(
    verb: string,
    action: string,
    call: (options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    try {
      return await beforeDeadline(this.signal, call);
    } catch (cause) {
      this.signal.throwIfAborted();
      throw new NotifyError(
        `Cannot ${verb} what was told last (${explain(cause)}): expected the notifier's role to be allowed dynamodb:${action}, and DynamoDB to answer.`,
        { cause },
      );
    }
  }
}

/** The condition did not hold: another run wrote, or an earlier attempt of this call whose answer was lost. */
function isConflict(error: unknown): boolean {
  const cause = error instanceof NotifyError ? error.cause : undefined;
  return cause instanceof Error && cause.name === "ConditionalCheckFailedException";
}
