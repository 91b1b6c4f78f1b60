import type * as http from "node:http";
import { LoopbackServer } from "../../tools/bench/loopback-server";
import { AwsError, type Input } from "../support/scripted-aws";
import { LoopbackAws, type RegionState } from "./loopback-aws";

/** The account that asks. */
export const home = "123456789012";

/** What another account holds, by Region; or why it refuses its role. */
export type AccountState = Record<string, RegionState> | Refusal;

class Refusal {
  constructor(readonly code: string) {}
}

/** @param code the error of `AssumeRole` */
export function refuses(code: string): AccountState {
  return new Refusal(code);
}

/** Several accounts at one address, which tells them apart by the credentials of the role that was assumed, as AWS does. */
export class LoopbackAccounts extends LoopbackServer {
  /** What was asked of `AssumeRole`, in order. */
  readonly assumed: Input[] = [];
  private readonly accounts = new Map<string, LoopbackAws>();

  static start(): Promise<LoopbackAccounts> {
    return new LoopbackAccounts().listen();
  }

  /** Becomes other accounts, with nothing called yet. */
  become(accounts: Record<string, AccountState>): void {
    this.assumed.length = 0;
    this.accounts.clear();
    for (const [id, state] of Object.entries({ [home]: { "eu-west-1": {} }, ...accounts })) {
      const account = new LoopbackAws(id);
      account.become(state instanceof Refusal ? {} : state);
      account.assumeRole = (input) => {
        this.assumed.push(input);
        const [, , , , asked = ""] = String(input["RoleArn"]).split(":");
        const found = accounts[asked];
        if (found === undefined || found instanceof Refusal)
          throw new AwsError(found?.code ?? "AccessDenied");
        const Expiration = "2100-01-01T00:00:00Z";
        const secrets = { SecretAccessKey: `secret-of-${asked}`, SessionToken: `session-of-${asked}` };
        return { Credentials: { AccessKeyId: `ASIA${asked}`, ...secrets, Expiration } };
      };
      this.accounts.set(id, account);
    }
  }

  get unexpected(): string[] {
    return [...this.accounts].flatMap(([id, { unexpected }]) => unexpected.map((one) => `${id}: ${one}`));
  }

  /** One of the accounts. */
  account(id: string): LoopbackAws {
    const account = this.accounts.get(id);
    if (account === undefined) throw new Error(`There is no account ${id}.`);
    return account;
  }

  protected override receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    const [, id = home] = /Credential=ASIA(\d{12})\//.exec(request.headers.authorization ?? "") ?? [];
    this.account(id).receive(request, response);
  }
}
