import { Account, type AccountOptions } from "../account/account";
import { Endpoint } from "./endpoint";
import { provideRecorder } from "../services/config/existing-recorder";
import { provideTopics } from "../services/sns/notify-topics";
import { provideLogArchive } from "../services/s3/log-archive";

export interface OpenOptions extends AccountOptions {
  /** The endpoint's port; any free one unless given. */
  port?: number;
  /** An open account whose endpoint answers for this one, too: it tells callers apart by their credentials, as AWS's do. */
  beside?: Account;
}

/** Opens an account and its endpoint on the loopback address. The caller must close it. */
export async function openAccount({ port = 0, beside, ...options }: OpenOptions): Promise<Account> {
  const account = new Account(options, options.existingRecorder === true ? provideRecorder : undefined);
  if (options.historyBucket !== undefined) provideLogArchive(account, options.historyBucket);
  await provideTopics(account, options.notifyTopics ?? []);
  if (beside !== undefined) {
    account.join(beside);
    return account;
  }
  const endpoint = new Endpoint(account);
  await endpoint.listen(port);
  account.servedBy(endpoint);
  return account;
}
