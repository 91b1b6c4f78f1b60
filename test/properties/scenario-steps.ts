import fc from "fast-check";

// Steps of scenarios as people write them, each as a map of its word to its value; a word alone where it takes none.

export type Written = string | Record<string, unknown>;

const aliases = ["alias/xray-traces", "alias/some-key", "alias/another-key", "alias/new-key"];
// The first most often, so that what happens to a key happens to the one in use.
const alias = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("alias/xray-traces") },
  { weight: 2, arbitrary: fc.constantFrom(...aliases) },
);
const key = fc.oneof(
  { weight: 6, arbitrary: alias },
  { weight: 1, arbitrary: fc.constantFrom("alias/aws/xray", "alias/nobody-made-it") },
);
const keyOrNone = fc.oneof({ weight: 4, arbitrary: key }, { weight: 1, arbitrary: fc.constant("NONE") });

/** The evaluator's calls of AWS, each of which may go wrong. */
const calls = [
  "xray:GetEncryptionConfig",
  "xray:GetTraceSegmentDestination",
  "kms:DescribeKey",
  "config:ListDiscoveredResources",
  "config:GetResourceConfigHistory",
  "config:PutEvaluations",
  "logs:DescribeLogGroups",
  "cloudtrail:LookupEvents",
];

const word = <T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<Written> =>
  value.map((given) => ({ [name]: given }));
const alone = (name: string): fc.Arbitrary<Written> => fc.constantFrom<Written>(name, { [name]: null });

/** What is done to the account. Without `no-answer`, which takes real seconds. */
const action = fc.oneof(
  { weight: 6, arbitrary: word("put-encryption", keyOrNone) },
  { weight: 1, arbitrary: word("create-key", fc.constant("alias/new-key")) },
  { weight: 2, arbitrary: word("move-alias", fc.record({ alias, to: key }, { noNullPrototype: true })) },
  { weight: 4, arbitrary: word("disable-key", key) },
  { weight: 2, arbitrary: word("enable-key", key) },
  { weight: 1, arbitrary: word("schedule-key-deletion", key) },
  { weight: 1, arbitrary: word("cancel-key-deletion", key) },
  { weight: 1, arbitrary: fc.oneof(...["stop-recorder", "start-recorder"].map(alone)) },
  { weight: 1, arbitrary: word("fail-function", fc.constantFrom(1, 2, 3, "until repaired")) },
  {
    weight: 2,
    arbitrary: word(
      "break-call",
      fc.record(
        {
          call: fc.constantFrom(...calls),
          how: fc.constantFrom(
            "throttled",
            "internal-error",
            "connection-reset",
            "expired-token",
            "malformed",
          ),
          times: fc.integer({ min: 1, max: 4 }),
        },
        { requiredKeys: ["call", "how"], noNullPrototype: true },
      ),
    ),
  },
  { weight: 1, arbitrary: fc.oneof(...["repair-function", "mend-calls"].map(alone)) },
  { weight: 2, arbitrary: word("send-spans-to", fc.constantFrom("XRay", "CloudWatchLogs")) },
  { weight: 1, arbitrary: word("encrypt-spans", keyOrNone) },
  { weight: 1, arbitrary: fc.oneof(...["oversized", "approve-remediation"].map(alone)) },
);

const advance = word(
  "advance",
  fc
    .tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom("second", "minute", "hour"))
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`),
);

/** Of a scenario that is played: actions, and time between them. */
export const happenings = fc.array(
  fc.oneof({ weight: 3, arbitrary: action }, { weight: 1, arbitrary: advance }),
  { minLength: 1, maxLength: 12 },
);

const text = fc.constantFrom(
  "is NON_COMPLIANT",
  "X-Ray: \"quoted\", 'twice' # no comment",
  "- a dash",
  "ä 🔑",
);
const texts = fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }));
const setting = fc.constantFrom("NONE", ...aliases);

const expectation = fc
  .record(
    {
      verdict: fc.constantFrom("COMPLIANT", "NON_COMPLIANT"),
      trigger: fc.constantFrom("change", "schedule", "demand"),
      annotation: text,
      change: fc
        .record({ from: setting, to: setting }, { requiredKeys: [], noNullPrototype: true })
        .filter((change) => Object.keys(change).length > 0),
      message: texts,
      "no-message": fc.oneof(fc.constant(true), text),
      remediation: texts,
      failure: text,
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  // Those two say more about a verdict.
  .filter(({ verdict, trigger, annotation, ...others }) =>
    verdict === undefined
      ? trigger === undefined && annotation === undefined && Object.keys(others).length > 0
      : true,
  );

const step: fc.Arbitrary<Written> = fc.oneof(
  { weight: 4, arbitrary: action },
  { weight: 1, arbitrary: advance },
  { weight: 2, arbitrary: word("expect", expectation) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(word("put-encryption", keyOrNone), fc.constantFrom("eu-west-1", "us-east-1"))
      .map(([written, region]) => ({ in: region, ...(written as object) })),
  },
);

/** Of a scenario that is only read. */
export const steps = fc.array(step, { minLength: 1, maxLength: 8 });
