import type { Recorder } from "../aws/recorder";
import { record, text, type TrailEvent } from "../aws/cloudtrail";
import type { EncryptionCall, RecorderStop } from "./sources";

/** The calls that set X-Ray's encryption. */
export function encryptionCalls(events: readonly TrailEvent[]): EncryptionCall[] {
  return events
    .filter(({ name }) => name === "PutEncryptionConfig")
    .map(({ at, eventId, principal, source, read, file, requested, answered }) => {
      const answer = record(answered["encryptionConfig"]);
      const type = text(answer["type"]) ?? text(requested["type"]) ?? text(requested["Type"]);
      const keyId = keyIn(answer) ?? keyIn(requested);
      const setting: EncryptionCall["setting"] =
        type === "NONE"
          ? { type: "NONE" }
          : type === "KMS" && keyId !== undefined
            ? { type: "KMS", keyId }
            : undefined;
      return { at, eventId, principal, setting, source, read, file };
    });
}

/**
 * When the recorder was stopped: by its own word on the last time, and by CloudTrail's calls.
 *
 * @param recorded when AWS Config recorded something, in order of time
 * @param end up to when a stop lasts that nothing ended
 */
export function recorderStops(
  events: readonly TrailEvent[],
  recorder: Recorder | undefined,
  recorded: readonly Date[],
  end: Date,
): RecorderStop[] {
  const switches = [
    ...events.flatMap(({ at, name, requested }) => {
      if (!name.endsWith("ConfigurationRecorder")) return [];
      // Those that belong to AWS's services come and go on their own (AWS Config Developer Guide, "Service-linked recorder").
      const isService = text(requested["configurationRecorderName"])?.startsWith(
        "AWSConfigurationRecorderFor",
      );
      return isService === true ? [] : [{ at, on: name.startsWith("Start") }];
    }),
    ...(recorder?.lastStop === undefined ? [] : [{ at: recorder.lastStop, on: false }]),
    ...(recorder?.lastStart === undefined ? [] : [{ at: recorder.lastStart, on: true }]),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const stops: RecorderStop[] = [];
  let since: Date | undefined;
  let isFirst = true;
  for (const { at, on } of switches) {
    if (!on) since ??= at;
    else if (since !== undefined) stops.push({ from: since, to: at });
    else if (isFirst) {
      const before = recorded.findLast((time) => time < at);
      const why =
        "AWS Config's recorder was started anew at the end of this time; since when it was stopped is not known";
      if (before !== undefined) stops.push({ from: before, to: at, why });
    }
    if (on) since = undefined;
    isFirst = false;
  }
  return since === undefined || since >= end ? stops : [...stops, { from: since, to: end }];
}

/** CloudTrail's spelling, and those in AWS's guides. */
function keyIn(members: Record<string, unknown>): string | undefined {
  return text(members["keyId"]) ?? text(members["KeyId"]) ?? text(members["keyID"]);
}
