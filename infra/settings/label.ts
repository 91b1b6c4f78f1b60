import { StackConfigError } from "./stack-config-error";

/** @throws StackConfigError for what would not fit into a subject: SNS takes less than 100 characters, and ours are ASCII */
export function checkLabel(label: string): void {
  if (/^[!-~](?:[ -~]{0,30}[!-~])?$/.test(label)) return;
  throw new StackConfigError(
    "label",
    label,
    "expected at most 32 printable ASCII characters, with no space at either end, such as prod.",
  );
}
