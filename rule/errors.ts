export { InvalidEncryptionSettingError } from "./decision/setting";
export { UndecidableError } from "./decision/undecidable";

// Each error's name is written out, because minifying renames classes and the name appears in logs and alarms.

/** The event, or the configuration item it announced, is not as AWS documents it. Nothing was reported. */
export class InvocationError extends Error {
  override readonly name = "InvocationError";
}

/** The rule's parameters are invalid. AWS was not called. */
export class ParameterError extends Error {
  override readonly name = "ParameterError";
}

/** AWS did not return a fact that the verdict needs. `cause` is the SDK's error. Nothing was reported. */
export class LookUpError extends Error {
  override readonly name = "LookUpError";
}

/** The function is about to time out. Nothing was reported, or AWS Config has not confirmed the report. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/** AWS Config did not accept all evaluations. */
export class ReportError extends Error {
  override readonly name = "ReportError";
}

/** People may not have been told. Lambda tries again. */
export class NotifyError extends Error {
  override readonly name = "NotifyError";
}
