import { ifExists, type ResourceType } from "../../deployment/resource";

/** The Cloud Control resources of the AWS provider. One type is supported: its own resource takes no Region. */
export const cloudControlResources: Record<string, ResourceType> = {
  "aws:cloudcontrol/resource:Resource": {
    create: async ({ account, region, inputs }) => {
      const typeName = inputs.string("typeName");
      if (typeName !== "AWS::Config::AggregationAuthorization") {
        throw new Error(
          `the local account supports AWS::Config::AggregationAuthorization by Cloud Control, not ${typeName}`,
        );
      }
      const desired = inputs.document("desiredState") as Record<string, unknown>;
      const { AuthorizedAccountId: id, AuthorizedAwsRegion: where } = desired;
      if (typeof id !== "string" || !/^\d{12}$/.test(id) || typeof where !== "string" || where === "") {
        throw new Error(
          `an authorization needs AuthorizedAccountId (twelve digits) and AuthorizedAwsRegion, but is ${JSON.stringify(desired)}`,
        );
      }
      region.config.aggregators.add(`${id}/${where}`);
      const arn = `arn:${account.partition}:config:${region.name}:${account.id}:aggregation-authorization/${id}/${where}`;
      return {
        id: `${id}|${where}`,
        properties: JSON.stringify({ ...desired, AggregationAuthorizationArn: arn }),
      };
    },
    read: async ({ region, id }) => ifExists(region.config.aggregators.has(id.replace("|", "/"))),
    delete: async ({ region, id }) => {
      region.config.aggregators.delete(id.replace("|", "/"));
    },
  },
};
