import type { Message, State } from "./message";
import { utc } from "./times";

/** In whose words a topic is told. */
export type Format = "mail" | "json" | "chat";

/** Of `json`, as docs/message.schema.json has it. It changes when a member goes or means something else. */
const schemaVersion = "1.0";

/** Writes a message for people's mailboxes, for programs, or for Amazon Q in chat applications. */
export const formats: Record<Format, (message: Message) => string> = { mail, json, chat };

/** Plain text that reads on a phone: paragraphs of lines. */
function mail(message: Message): string {
  const { summary, nextSteps, incident, alarm } = message;
  const paragraphs = [
    summary,
    states(message).map(named),
    who(message).map(named),
    ...(message.lookUp ? [stepLines(message.lookUp)] : []),
    times(message).map(named),
    ...nextSteps.map(stepLines),
    links(message).map(named),
    [
      ...(alarm ? [`Alarm: ${alarm.name}`] : []),
      `${message.test ? "Test" : "Incident"} ${incident.id}${incident.message === undefined ? "" : `, message ${incident.message}`}. All times are UTC.`,
    ],
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function json({ attributes, summary, ...message }: Message): string {
  return JSON.stringify({ schemaVersion, ...attributes, ...message, summary: summary.join(" ") });
}

/**
 * A custom notification (Amazon Q Developer in chat applications Administrator Guide, "Custom notifications"). Messages of
 * one incident are one thread.
 */
function chat(message: Message): string {
  const { subject, summary, attributes, label, incident, alarm, now, was, lookUp, nextSteps } = message;
  const { account, region, compliance, kind } = attributes;
  const facts = [...states(message), ...who(message), ...times(message), ...links(message)];
  const settings = [now, was].flatMap((state) => (state === undefined ? [] : [state.setting]));
  return JSON.stringify({
    version: "1.0",
    source: "custom",
    // The same when the message is repeated.
    id: [incident.id, incident.message ?? 1].join("-"),
    content: {
      textType: "client-markdown",
      title: subject,
      description: [...summary, ...facts.map(([name, value]) => `*${name}:* ${value}`)].join("\n"),
      nextSteps: [...(lookUp ? [lookUp] : []), ...nextSteps].map(({ text, command }) =>
        command === undefined ? text : `${text} \`${command}\``,
      ),
      keywords: [
        compliance === "NONE" ? (alarm?.state ?? kind.toUpperCase()) : compliance,
        account,
        region,
        ...(label === undefined ? [] : [label]),
      ],
    },
    metadata: {
      threadId: incident.id,
      summary: subject,
      eventType: kind,
      relatedResources: [
        ...new Set(settings.filter((setting) => setting !== "NONE")),
        ...(alarm ? [alarm.name] : []),
      ],
      additionalContext: attributes,
    },
  });
}

type Fact = [name: string, value: string];

function named([name, value]: Fact): string {
  return `${name}: ${value}`;
}

function stepLines({ text, command }: { text: string; command?: string }): string[] {
  return command === undefined ? [text] : [text, command];
}

function states({ now, was, attributes }: Message): Fact[] {
  const described = ({ complianceType, setting }: State) =>
    `${complianceType === undefined ? "" : `${complianceType}, `}${settingIn(setting, attributes)}`;
  return [
    ...(now ? [["Now", described(now)] satisfies Fact] : []),
    ...(was ? [["Was", described(was)] satisfies Fact] : []),
  ];
}

/** A key by its ID where it is one of this account and Region, as annotations name it. */
function settingIn(setting: string, { account, region }: Message["attributes"]): string {
  if (setting === "NONE") return "X-Ray's default encryption";
  const own = new RegExp(`^arn:[^:]+:kms:${region}:${account}:key/(.+)$`).exec(setting)?.[1];
  return `key ${own ?? setting}`;
}

/** Who did it, where CloudTrail said so; or who asked for a test. */
function who({ call, test }: Message): Fact[] {
  if (test !== undefined) return [["Asked for by", test.by]];
  if (call === undefined) return [];
  const event = call.eventId === undefined ? "" : `, CloudTrail event ${call.eventId}`;
  return [
    ["By", call.caller],
    ["Call", `${call.name}${event}`],
  ];
}

function times({ times: { asked, since, done, recorded, judged } }: Message): Fact[] {
  const facts: [name: string, time: string | undefined][] = [
    ["Asked", asked],
    ["Since", since],
    ["Done", done],
    ["Recorded", recorded],
    ["Judged", judged],
  ];
  return facts.flatMap(([name, time]): Fact[] => (time === undefined ? [] : [[name, utc(time)]]));
}

function links({ links: found }: Message): Fact[] {
  if (found === undefined) return [];
  const { runbook, timeline, rule } = found;
  return [
    ["What this means", runbook],
    ...(timeline === undefined ? [] : [["Timeline", timeline] satisfies Fact]),
    ...(rule === undefined ? [] : [["Rule", rule] satisfies Fact]),
  ];
}
