import { ifExists, type ResourceType } from "../../deployment/resource";

/** The DynamoDB resources of the AWS provider. */
export const dynamodbResources: Record<string, ResourceType> = {
  "aws:dynamodb/table:Table": {
    create: async ({ inputs, region, physicalName }) => {
      inputs.rejectUnsupported(...unsupported);
      const name = inputs.optionalString("name") ?? physicalName;
      const { arn } = region.dynamodb.createTable(name, inputs.string("hashKey"));
      return { id: name, arn, name };
    },
    // Nothing that the local account supports changes in place.
    update: async ({ inputs }) => {
      inputs.rejectUnsupported(...unsupported);
      return {};
    },
    read: async ({ region, id }) => ifExists(region.dynamodb.find(id)),
    delete: async ({ region, id }) => region.dynamodb.deleteTable(id),
  },
};

const unsupported = ["rangeKey", "globalSecondaryIndexes", "localSecondaryIndexes", "replicas"];
