import { type RecorderState, records, recordingProblem } from "./recorder";
import { clip, printable } from "./text";

/** What AWS Config has to do for this control: record the setting, deliver its history, and have the rule. */
export type ControlPart = "recorder" | "delivery" | "rule";

/** What one of the parts does not do: a short sentence. */
export interface ControlProblem {
  part: ControlPart;
  sentence: string;
}

/** What was found of AWS Config's part in the control. */
export interface ControlFinding {
  /** The most important first. */
  problems: readonly ControlProblem[];
  /** Sentences on what could not be read. */
  unread: readonly string[];
}

/** A delivery channel: what became of its deliveries to the bucket (API reference, `DeliveryChannelStatus`). */
export interface ChannelState {
  deliveries: readonly { at: number; failure: string | undefined }[];
}

/** The rule as AWS Config has it (API reference, `ConfigRule`); undefined members are not there. */
export interface RuleState {
  state: string;
  messageTypes: readonly string[];
  /** The types in its scope; empty for any. */
  scope: readonly string[];
}

/** AWS Config discovers what exists within minutes of the recorder's start. In milliseconds, a day. */
const discoveredWithin = 86_400_000;

/**
 * What is wrong with the recorder, if anything: it does not record the type, or has recorded nothing in a day.
 *
 * @param discovered how many resources of the type AWS Config has discovered; undefined where nobody asked
 */
export function recorderProblem(
  recorders: readonly RecorderState[],
  type: string,
  discovered: number | undefined,
  now: Date,
): ControlProblem | undefined {
  const problem = recordingProblem(recorders, type);
  if (problem !== undefined) return { part: "recorder", sentence: problem };
  const startedLongAgo = recorders.some(
    (recorder) =>
      recorder.running &&
      records(recorder, type) &&
      recorder.startedAt !== undefined &&
      now.getTime() - recorder.startedAt.getTime() >= discoveredWithin,
  );
  return discovered === 0 && startedLongAgo
    ? { part: "recorder", sentence: "AWS Config has recorded nothing yet, in a day." }
    : undefined;
}

/**
 * What is wrong with the delivery of history, if anything. The recorders that AWS services manage need no channel.
 *
 * @param recorders undefined where they could not be read
 */
export function deliveryProblem(
  channels: readonly ChannelState[],
  recorders: readonly RecorderState[] | undefined,
): ControlProblem | undefined {
  const [channel] = channels;
  if (channel === undefined) {
    const needsOne = recorders?.some(({ isManagedByService }) => !isManagedByService) ?? false;
    return needsOne
      ? { part: "delivery", sentence: "AWS Config's recorder has no delivery channel." }
      : undefined;
  }
  const latest = channel.deliveries.toSorted((one, other) => other.at - one.at)[0];
  return latest?.failure === undefined
    ? undefined
    : {
        part: "delivery",
        sentence: `AWS Config's latest delivery failed (${clip(printable(latest.failure), 40)}).`,
      };
}

/**
 * What is wrong with the rule, if anything.
 *
 * @param rule "gone" where AWS Config has none of its name
 */
export function ruleProblem(rule: RuleState | "gone", type: string): ControlProblem | undefined {
  if (rule === "gone") return { part: "rule", sentence: "AWS Config has no such rule any more." };
  // A rule that is being evaluated works, too.
  if (rule.state !== "ACTIVE" && rule.state !== "EVALUATING") {
    return { part: "rule", sentence: `AWS Config's rule is ${clip(printable(rule.state), 40)}.` };
  }
  const hearsOfChanges = rule.messageTypes.includes("ConfigurationItemChangeNotification");
  return hearsOfChanges && rule.scope.length > 0 && !rule.scope.includes(type)
    ? { part: "rule", sentence: "The rule's scope leaves this type out." }
    : undefined;
}
