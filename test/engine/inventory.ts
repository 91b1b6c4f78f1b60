import type { Account } from "../../local/account/account";

/** Everything that is in an account, a line each, sorted: what a program made, and what was there before. */
export function inventory(account: Account): string[] {
  const lines = [
    ...account.s3
      .list()
      .flatMap(({ name, policy, settings }) => [
        `bucket ${name}`,
        ...[...settings.keys()].map((kind) => `bucket ${name}: ${kind}`),
        ...(policy === undefined ? [] : [`bucket ${name}: policy`]),
      ]),
    ...account.iam
      .listRoles()
      .flatMap(({ name, inline, attached }) => [
        `role ${name}`,
        ...[...inline.keys(), ...attached].map((policy) => `role ${name}: ${policy}`),
      ]),
    ...account.trails.list().map(({ name }) => `trail ${name}`),
    ...account.openRegions().flatMap((region) => {
      const { config, cloudwatch, dynamodb, events, lambda, logs, sns, sqs } = region;
      const { recording, delivery, history, rules, aggregators } = config;
      return [
        ...(recording.exists ? [`recorder ${recording.name}${recording.running ? ", running" : ""}`] : []),
        ...(delivery.available ? ["delivery channel"] : []),
        ...(history.retentionDays === undefined ? [] : ["retention"]),
        ...rules.list().map(({ name }) => `rule ${name}`),
        ...rules.list().flatMap(({ name }) => (config.remediation.find(name) ? [`remediation ${name}`] : [])),
        ...[...aggregators].map((one) => `authorization ${one}`),
        ...cloudwatch.listAlarms().map(({ name }) => `alarm ${name}`),
        ...events.listRules().map(({ name, targets }) => `event rule ${name}, ${targets.length} targets`),
        ...lambda
          .list()
          .map(({ name, permissions }) => `function ${name}, ${permissions.length} permissions`),
        ...dynamodb.list().map(({ name }) => `table ${name}`),
        ...sqs.list().map(({ name }) => `queue ${name}`),
        ...logs.list().map((name) => `log group ${name}`),
        ...sns
          .listTopics()
          .flatMap(({ name, subscriptions }) => [`topic ${name}, ${subscriptions.length} subscriptions`]),
      ].map((line) => `${region.name}: ${line}`);
    }),
  ];
  return lines.toSorted();
}
