import { Account, type AccountOptions } from "../account/account";
import { Endpoint } from "./endpoint";
import { provideRecorder } from "../services/config/existing-recorder";
import { provideTopics } from "../services/sns/notify-topics";
import { provideLogArchive } from "../services/s3/log-archive";

/** Opens an account and its endpoint on the loopback address. The caller must close it. */
export async function openAccount(options: AccountOptions & { port?: number }): Promise<Account> {
  const account = new Account(options, options.existingRecorder === true ? provideRecorder : undefined);
  if (options.historyBucket !== undefined) provideLogArchive(account, options.historyBucket);
  await provideTopics(account, options.notifyTopics ?? []);
  const endpoint = new Endpoint(account);
  await endpoint.listen(options.port ?? 0);
  account.servedBy(endpoint);
  return account;
}
