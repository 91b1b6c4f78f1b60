import type { Region } from "../account";
import { AwsError } from "../aws-error";

interface LogGroup {
  arn: string;
  lines: string[];
}

/** CloudWatch Logs, as far as functions write to it. */
export class Logs {
  private readonly groups = new Map<string, LogGroup>();

  constructor(private readonly region: Region) {}

  createLogGroup(name: string): LogGroup {
    if (this.groups.has(name)) {
      throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
    }
    const group = { arn: this.region.arn("logs", `log-group:${name}`), lines: [] };
    this.groups.set(name, group);
    return group;
  }

  lines(name: string): readonly string[] {
    return this.groups.get(name)?.lines ?? [];
  }

  /** Writes as a role, which makes group and stream where they are missing, if its policies let it. */
  async write(roleArn: string, group: string, stream: string, lines: readonly string[]): Promise<void> {
    const arn = this.region.arn("logs", `log-group:${group}:log-stream:${stream}`);
    const { authorization } = this.region.account;
    if (!this.groups.has(group)) {
      await authorization.require({ principal: roleArn, action: "logs:CreateLogGroup", resource: arn });
      this.createLogGroup(group);
    }
    for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
      await authorization.require({ principal: roleArn, action, resource: arn });
    }
    this.groups.get(group)?.lines.push(...lines);
  }
}
