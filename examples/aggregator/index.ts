import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

const aggregator = new aws.cfg.ConfigurationAggregator("xray-encryption", {
  accountAggregationSource: {
    accountIds: config.requireObject<string[]>("accounts"),
    regions: config.requireObject<string[]>("regions"),
  },
});

/** `npm run audit -- inventory --aggregator NAME` shows every account, with this account's credentials. */
export const aggregatorName = aggregator.name;
