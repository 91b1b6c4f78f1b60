export { InvalidEncryptionSettingError } from "./decision/setting";
export { UndecidableError } from "./decision/undecidable";

// Each error's name is written out: the bundle is minified, and people read the name in logs and alarms.

/** AWS Config's event, or the item it announced, is not what AWS documents. Nothing was reported. */
export class InvocationError extends Error {
  override readonly name = "InvocationError";
}

/** The rule's parameters are not a desired encryption. Nothing was called. */
export class ParameterError extends Error {
  override readonly name = "ParameterError";
}

/** AWS did not say what the verdict needs; `cause` is the SDK's error. Nothing was reported. */
export class LookUpError extends Error {
  override readonly name = "LookUpError";
}

/** The function's time is nearly over. Nothing was reported, or AWS Config did not confirm it. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/** AWS Config did not take the evaluations, or not all of them. */
export class ReportError extends Error {
  override readonly name = "ReportError";
}
