import { Ajv, type ValidateFunction } from "ajv";

// What AWS documents, as JSON schemas: the oracle's reading of an invocation, which shares no code with the rule's.

export const location = { region: "eu-west-1", accountId: "123456789012" };
export const judged = "AWS::XRay::EncryptionConfig";

const ajv = new Ajv({ allowUnionTypes: true });
ajv.addFormat("time", {
  type: "string",
  validate: (text: string) =>
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?(Z|[-+][0-9]{2}:?[0-9]{2})$/.test(
      text,
    ) && Number.isFinite(Date.parse(text)),
});

const hex = (digits: number) => `[0-9a-f]{${digits}}`;
const id = `(${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}|mrk-${hex(32)})`;
const alias = "alias/[a-zA-Z0-9/_-]{1,250}";
const arn = "arn:aws(-[a-z0-9]+)*:kms:[a-z]+(-[a-z]+)+-[0-9]{1,2}:[0-9]{12}";

/** The four ways to write a key. */
export const keyForms = {
  keyId: new RegExp(`^${id}$`),
  keyArn: new RegExp(`^${arn}:key/${id}$`),
  aliasName: new RegExp(`^${alias}$`),
  aliasArn: new RegExp(`^${arn}:${alias}$`),
};

const text = { type: "string", minLength: 1 };
const account = { type: "string", pattern: "^[0-9]{12}$" };
const time = { type: "string", format: "time" };
const item = {
  type: "object",
  required: [
    "resourceType",
    "resourceId",
    "configurationItemStatus",
    "configurationItemCaptureTime",
    "awsAccountId",
    "awsRegion",
  ],
  properties: {
    resourceType: text,
    resourceId: text,
    configurationItemStatus: {
      enum: [
        "OK",
        "ResourceDiscovered",
        "ResourceNotRecorded",
        "ResourceDeleted",
        "ResourceDeletedNotRecorded",
      ],
    },
    configurationItemCaptureTime: time,
    awsAccountId: account,
    awsRegion: text,
  },
  // An item of this rule's type is of this Region.
  if: { properties: { resourceType: { const: judged } } },
  then: { properties: { awsRegion: { const: location.region } } },
};

export const shapes = {
  envelope: schema({
    type: "object",
    required: ["accountId", "resultToken", "invokingEvent"],
    properties: { accountId: account, resultToken: text, invokingEvent: text },
  }),
  ConfigurationItemChangeNotification: schema({
    type: "object",
    required: ["configurationItem"],
    properties: { configurationItem: item },
  }),
  OversizedConfigurationItemChangeNotification: schema({
    type: "object",
    required: ["configurationItemSummary"],
    properties: { configurationItemSummary: item },
  }),
  ScheduledNotification: schema({
    type: "object",
    required: ["awsAccountId", "notificationCreationTime"],
    properties: { awsAccountId: account, notificationCreationTime: time },
  }),
  ConfigurationSnapshotDeliveryCompleted: schema({
    type: "object",
    required: ["notificationCreationTime"],
    properties: { notificationCreationTime: time },
  }),
  parameters: schema({
    type: "object",
    required: ["desiredKey"],
    properties: {
      desiredKey: { type: "string" },
      acceptedKeys: { type: "string" },
      transactionSearch: { enum: ["note", "judge"] },
      alarmOnRecorder: { enum: ["true", "false"] },
    },
    additionalProperties: false,
  }),
};

function schema(definition: object): ValidateFunction {
  return ajv.compile(definition);
}

/** The JSON object in a text; undefined when there is none. */
export function objectIn(json: unknown): Record<string, unknown> | undefined {
  if (typeof json !== "string") return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
