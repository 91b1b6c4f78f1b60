import { CommandLine, InvalidArgumentError } from "../../cli/command";
import type { TrailFolder } from "../aws/trail-files";
import { exitCodeRows } from "./exit-codes";
import { parseTrailFolder } from "./trail-folder";

/** How inventory and timeline can be printed. */
const formats = ["table", "json", "csv"] as const;

/** What the user asked for on the command line. What a command has no option for is undefined, and not looked at. */
export interface Arguments {
  /** Comma separated, as written. */
  regions: string | undefined;
  rule: string | undefined;
  aggregator: string | undefined;
  /** Comma separated, or a file. */
  accounts: string | undefined;
  /** The name of a role in each account. */
  role: string | undefined;
  externalId: string | undefined;
  format: (typeof formats)[number];
  since: Date | undefined;
  until: Date | undefined;
  trail: TrailFolder | undefined;
  out: string;
  stack: string;
  permissions: boolean;
  alarms: boolean;
}

type AddOptions = (command: CommandLine) => CommandLine;

const regions: AddOptions = (command) =>
  command.value("--regions <list>", "Regions, comma separated; by default AWS_REGION");

const rule: AddOptions = (command) =>
  command.value(
    "--rule <name>",
    "the AWS Config rule, where it cannot be told from its parameters and scope",
  );

const aggregator: AddOptions = (command) =>
  command
    .value("--aggregator <name>", "all accounts and Regions of this AWS Config aggregator")
    .hook("preAction", (self) => {
      const asked = self.opts<Arguments>();
      if (asked.aggregator !== undefined && asked.regions?.includes(",") === true) {
        self.error("An aggregator is in one Region: name that one alone with --regions.");
      }
    });

/** @param isRoleNeeded whether an aggregator alone does not tell what is asked for */
const accounts =
  (isRoleNeeded: boolean): AddOptions =>
  (command) =>
    command
      .value(
        "--accounts <list>",
        "account IDs, comma separated; or a file with one a line, and what people call it",
      )
      .value("--role <name>", "the name of the role to assume in each account but your own", {
        read: readRole,
      })
      .value("--external-id <id>", "what the role's trust policy asks for as sts:ExternalId")
      .hook("preAction", (self) => {
        const asked = self.opts<Arguments>();
        const many = [asked.accounts && "--accounts", asked.aggregator && "--aggregator"].filter(Boolean);
        if (many.length > 1) self.error("Name the accounts by --accounts or by --aggregator, not by both.");
        if (many.length === 0 && (asked.role ?? asked.externalId) !== undefined)
          self.error("A role is assumed in other accounts: name them with --accounts or --aggregator.");
        if (asked.role === undefined && (asked.accounts !== undefined || (isRoleNeeded && many.length > 0)))
          self.error(`${many[0]} needs --role NAME: the role to assume in each account.`);
        if (asked.role === undefined && asked.externalId !== undefined)
          self.error("--external-id goes with --role NAME, whose trust policy asks for it.");
      });

const period: AddOptions = (command) =>
  command
    .value("--since <time>", "from then on: ISO 8601, UTC unless it says otherwise", { read: readTime })
    .value("--until <time>", "up to then: ISO 8601; a date alone is its first moment", { read: readTime })
    .hook("preAction", (self) => {
      const { since, until } = self.opts<Arguments>();
      if (since !== undefined && until !== undefined && since >= until) {
        self.error(`--since ${since.toISOString()} is not before --until ${until.toISOString()}.`);
      }
    });

const trail: AddOptions = (command) =>
  command.value(
    "--trail <url>",
    "s3://bucket/prefix of a CloudTrail trail, for callers older than the 90 days of the event history",
    { read: readTrail },
  );

const format =
  (...choices: Arguments["format"][]): AddOptions =>
  (command) =>
    command.value("--format <format>", "how the answer is printed", { choices, default: "table" });

const out: AddOptions = (command) =>
  command.value("--out <folder>", "where it is written", { default: "report" });

const folder: AddOptions = (command) =>
  command.argument("[folder]", "a folder that `report` wrote: nothing is asked of AWS then");

const stack: AddOptions = (command) =>
  command.value("--stack <name>", "the stack whose configuration is read (Pulumi.<name>.yaml)", {
    default: "dev",
  });

const permissions: AddOptions = (command) =>
  command.flag("--permissions", "print what the deployment must be allowed, and ask AWS nothing else");

const alarms: AddOptions = (command) => command.flag("--alarms", "set off each alarm, too, and set it back");

interface Subcommand {
  description: string;
  example: string | string[];
  options: AddOptions[];
}

const subcommands = {
  inventory: {
    description: "What X-Ray encrypts with now, in each Region, and what the rule says of it",
    example: "--regions eu-west-1,us-east-1 --format csv",
    options: [regions, aggregator, accounts(false), rule, format(...formats)],
  },
  timeline: {
    description: "How the setting changed and who did it; and what the rule said, beside it",
    example: "--regions eu-west-1 --since 2026-01-01",
    options: [regions, rule, period, trail, format(...formats)],
  },
  report: {
    description:
      "All of it as a page to print or send, with tables, what AWS answered, and a SHA-256 of each file",
    example: [
      "--regions eu-west-1 --since 2026-01-01 --out january",
      "--accounts accounts.csv --role Auditor",
    ],
    options: [regions, aggregator, accounts(true), rule, period, trail, out],
  },
  verify: {
    description:
      "Compares the history files in the bucket with AWS Config; or a report's folder with its manifest",
    example: "--regions eu-west-1",
    options: [regions, folder],
  },
  preflight: {
    description: "Whether the stack can be deployed, before it is",
    example: "--stack dev --permissions",
    options: [stack, regions, permissions, format("table", "json")],
  },
  health: {
    description: "Whether what the stack deployed works",
    example: "--stack dev --format json",
    options: [stack, regions, rule, format("table", "json")],
  },
  "notify-test": {
    description: "Sends people a test message, and says who has not confirmed yet",
    example: "--stack dev --alarms",
    options: [stack, regions, rule, alarms, format("table", "json")],
  },
} satisfies Record<string, Subcommand>;

export type CommandName = keyof typeof subcommands;

/** The command line of `npm run audit`. */
export function auditCommand(): CommandLine {
  const exitCodes = exitCodeRows();
  const audit = new CommandLine("npm run audit --", {
    description:
      "Answers auditors from AWS Config's own records: which encryption X-Ray uses, where, since when, who changed it. " +
      "Credentials are found as AWS's SDKs find them, the Region is --regions or AWS_REGION; AWS_ENDPOINT_URL leads to another endpoint, such as the local account's.",
    examples: ["npm run audit -- inventory --regions eu-west-1", "npm run audit -- timeline --help"],
    exitCodes,
  });
  for (const [name, { description, example, options }] of Object.entries(subcommands)) {
    const examples = [example].flat().map((line) => `npm run audit -- ${name} ${line}`);
    const command = new CommandLine(name, { description, examples, exitCodes });
    audit.addCommand(options.reduce((done, add) => add(done), command));
  }
  return audit;
}

/** @throws InvalidArgumentError */
function readTrail(text: string): TrailFolder {
  const folder = parseTrailFolder(text);
  if (folder !== undefined) return folder;
  throw new InvalidArgumentError(
    "expected where a trail delivers, such as s3://bucket or s3://bucket/prefix.",
  );
}

/** A role's name, with its path before it if it has one. @throws InvalidArgumentError */
function readRole(text: string): string {
  const name = text.replace(/^\//, "");
  if (/^([!-.0-~]+\/)*[\w+=,.@-]{1,64}$/.test(name) && !text.startsWith("arn:")) return name;
  throw new InvalidArgumentError(
    "expected the name that the role has in each account, such as Auditor or audit/Reader.",
  );
}

/**
 * ISO 8601, with UTC where no zone is named.
 *
 * @throws InvalidArgumentError
 */
function readTime(text: string): Date {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(
    text,
  );
  const [, day, time = "00:00", zone = "Z"] = parts ?? [];
  const date = new Date(`${day ?? ""}T${time}${zone}`);
  // Date takes the 31st of February for a day in March.
  const exists =
    !Number.isNaN(date.getTime()) && new Date(`${day ?? ""}T00:00Z`).toISOString().startsWith(day ?? "?");
  if (parts !== null && exists) return date;
  throw new InvalidArgumentError("expected a date or time such as 2026-01-31 or 2026-01-31T09:00:00Z.");
}
