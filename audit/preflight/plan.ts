import type { Registration } from "../../stack-runner/run";
import { costOf, total } from "../cost/compute";
import { assumed } from "../cost/assumptions";
import prices from "../cost/prices.json";
import { type Check, checker } from "./check";
import type { Graph } from "./graph";

/** The resources that people ask for, in words. All others are counted. */
const named: [type: string, one: string, many: string][] = [
  ["aws:cfg/rule:Rule", "a rule", "rules"],
  ["aws:cfg/recorder:Recorder", "a recorder", "recorders"],
  ["aws:cfg/deliveryChannel:DeliveryChannel", "a delivery channel", "delivery channels"],
  ["aws:lambda/function:Function", "a function", "functions"],
  ["aws:sns/topic:Topic", "a topic", "topics"],
  ["aws:sqs/queue:Queue", "a queue", "queues"],
  ["aws:dynamodb/table:Table", "a table", "tables"],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", "an alarm", "alarms"],
  ["aws:s3/bucket:Bucket", "a bucket", "buckets"],
  ["aws:iam/role:Role", "a role", "roles"],
  ["aws:cloudtrail/trail:Trail", "a trail", "trails"],
];

/** The protocols of SNS whose endpoint has to confirm. A queue of the same account, which alone is subscribed, has not. */
const confirmed = ["email", "email-json", "http", "https"];

/** What the stack makes, who has to confirm, and what it costs, as its program says. AWS is not asked. */
export function describePlan({ registrations, regions }: Graph): Check[] {
  const made = registrations.filter(({ custom }) => custom);
  const names = regions.map(({ region }) => region);
  const items = costOf(registrations);
  return [
    checker(undefined, "makes").pass(
      inWords(
        made.filter(({ inputs }) => !names.includes(String(inputs["region"]))),
        "for all Regions",
      ),
    ),
    ...regions.flatMap(({ region, subscribers }) => [
      checker(region, "makes").pass(inWords(made.filter(({ inputs }) => inputs["region"] === region))),
      ...subscribers
        .filter(({ protocol }) => confirmed.includes(protocol))
        .map(({ endpoint }) =>
          checker(region, "confirms").pass(
            `${endpoint} has to confirm within 48 hours of \`up\`: \`npm run audit -- health\` says who has.`,
          ),
        ),
    ]),
    checker(undefined, "cost").pass(
      `About ${total(items).toFixed(2)} USD a month, by AWS's list prices in ${prices.region} of ${prices.date} and ${assumed.changes} changes of the setting; docs/cost.md has what is supposed.`,
    ),
  ];
}

function inWords(registrations: readonly Registration[], where = ""): string {
  const words = named.flatMap(([type, one, many]) => {
    const count = registrations.filter((registration) => registration.type === type).length;
    return count === 0 ? [] : [count === 1 ? one : `${count} ${many}`];
  });
  const list = new Intl.ListFormat("en").format(words);
  return `${registrations.length} resources${where && ` ${where}`}${words.length === 0 ? "" : `, among them ${list}`}.`;
}
