import { AwsError } from "../../../account/aws-error";
import { frequencies } from "./frequencies";
import { messageTypes, scheduleMessages, type RuleOptions } from "./rule";

/** @throws AwsError `InvalidParameterValueException` for what `PutConfigRule` rejects */
export function validateRule(rule: RuleOptions): void {
  const reject = (why: string): AwsError => new AwsError("InvalidParameterValueException", why);
  if (rule.sourceDetails.length === 0)
    throw reject("A custom rule needs source details that say when it is evaluated.");
  for (const detail of rule.sourceDetails) {
    if (!messageTypes.includes(detail.messageType))
      throw reject(`Unknown message type ${detail.messageType}.`);
    const frequency = detail.maximumExecutionFrequency;
    if (frequency === undefined) continue;
    if (frequencies[frequency] === undefined) throw reject(`Unknown maximumExecutionFrequency ${frequency}.`);
    if (!scheduleMessages.includes(detail.messageType)) {
      throw reject(`A maximumExecutionFrequency is not allowed with message type ${detail.messageType}.`);
    }
  }
  const changes = rule.sourceDetails.some(({ messageType }) => !scheduleMessages.includes(messageType));
  if (!changes && rule.scope !== undefined)
    throw reject("A scope is not allowed for a rule that is only triggered periodically.");
  if (rule.maximumExecutionFrequency !== undefined) {
    throw reject("The maximumExecutionFrequency of a custom rule belongs in its source details.");
  }
  if (rule.inputParameters === undefined) return;
  if (rule.inputParameters.length > 1024) {
    throw reject(`inputParameters must have at most 1024 characters, not ${rule.inputParameters.length}.`);
  }
  let parameters: unknown;
  try {
    parameters = JSON.parse(rule.inputParameters);
  } catch {
    parameters = undefined;
  }
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) {
    throw reject("inputParameters must be a JSON object.");
  }
}
