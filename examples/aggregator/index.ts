import * as pulumi from "@pulumi/pulumi";
import { collectAccounts } from "./aggregator";

const config = new pulumi.Config();

const aggregator = collectAccounts("xray-encryption", {
  accountIds: config.requireObject<string[]>("accounts"),
  regions: config.requireObject<string[]>("regions"),
});

/** `npm run audit -- inventory --aggregator NAME` shows every account, with this account's credentials. */
export const aggregatorName = aggregator.name;
