/**
 * The calls that evidence is made from, with the service that each is of: what set X-Ray's encryption, whether AWS Config
 * recorded it, and what the rule held it against.
 */
export const evidenceCalls: ReadonlyMap<string, string> = new Map([
  ["PutEncryptionConfig", "xray.amazonaws.com"],
  ["StartConfigurationRecorder", "config.amazonaws.com"],
  ["StopConfigurationRecorder", "config.amazonaws.com"],
  ["DeleteConfigurationRecorder", "config.amazonaws.com"],
  ["PutConfigRule", "config.amazonaws.com"],
  ["DeleteConfigRule", "config.amazonaws.com"],
]);

/** Days that CloudTrail's event history reaches back (CloudTrail User Guide, "Working with event history"). */
export const eventHistoryDays = 90;
