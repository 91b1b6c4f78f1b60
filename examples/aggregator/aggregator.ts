import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

interface Collected {
  /** The Regions to collect from; none for all. */
  regions: string[];
  opts?: pulumi.CustomResourceOptions;
}

/** Collects from accounts, each of which authorizes this one: `aggregators` of its guard. */
export function collectAccounts(
  name: string,
  { accountIds, regions, opts }: Collected & { accountIds: string[] },
): aws.cfg.ConfigurationAggregator {
  return new aws.cfg.ConfigurationAggregator(
    name,
    { accountAggregationSource: { accountIds, ...ofRegions(regions) } },
    opts,
  );
}

/**
 * Collects from every account of the organization, without an authorization by each. This account must be the management account,
 * or AWS Config's delegated administrator.
 *
 * @param roleArn the role as which AWS Config lists the accounts
 */
export function collectOrganization(
  name: string,
  { roleArn, regions, opts }: Collected & { roleArn: pulumi.Input<string> },
): aws.cfg.ConfigurationAggregator {
  return new aws.cfg.ConfigurationAggregator(
    name,
    { organizationAggregationSource: { roleArn, ...ofRegions(regions) } },
    opts,
  );
}

function ofRegions(regions: string[]) {
  return regions.length === 0 ? { allRegions: true } : { regions };
}
