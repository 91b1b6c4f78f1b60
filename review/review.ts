import {
  type AnalyzeDiagnostic,
  type AnalyzerInfo,
  type AnalyzeResponse,
  type ConfigureAnalyzerRequest,
  type PolicyInfo,
  PolicySeverity,
} from "@pulumi/pulumi/proto/analyzer_pb";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type Registration, runProgram } from "../stack-runner/run";
import { readStackConfig, type StackConfig } from "../stack-runner/stack-config";
import { Analyzer, type ReviewedStack } from "./analyzer";
import { buildPack } from "./build-pack";
import { AnalyzerRequests } from "./analyzer-requests";
import {
  type ConfiguredException,
  exceptionsIn,
  type Level,
  levelName,
  type PackConfig,
  readPackConfig,
  reconcile,
} from "./pack-config";
import { ReviewError } from "./review-error";
import { placeholderCloud } from "../stack-runner/placeholder-cloud";

export const severities = ["critical", "high", "medium", "low", "unspecified"] as const;
export type Severity = (typeof severities)[number];

/** A violation reported by a policy. */
export interface Violation {
  policy: string;
  /** A `mandatory` violation stops a deployment. */
  enforcementLevel: Level;
  severity: Severity;
  message: string;
  remediationSteps: string;
  /** The resource; undefined for a violation of the whole stack. */
  urn: string | undefined;
  /** Whether the policy could not be evaluated, because it read a value that is only known after the deployment. */
  unknown: boolean;
  /** Whether an exception excuses it. The message says which. */
  excepted: boolean;
}

/** A policy as configured, with its result. */
export interface ReviewedPolicy {
  name: string;
  displayName: string;
  description: string;
  tags: string[];
  /** A control that asks for some of the same, if there is one. */
  framework?: { name: string; version: string; reference: string; specification: string };
  remediationSteps: string;
  severity: Severity;
  enforcementLevel: Level;
  violations: number;
}

/** An exception from a policy, with the number of violations that it excused. */
export interface ReviewedException extends ConfiguredException {
  excused: number;
}

export interface Review {
  stack: string;
  pack: { name: string; version: string };
  /** The number of resources that the program registered. */
  resources: number;
  policies: ReviewedPolicy[];
  /** All that are configured, also for other stacks. Those that do not apply are violations of `policy-exceptions`. */
  exceptions: ReviewedException[];
  /** Sorted by enforcement level, then by severity: worst first. */
  violations: Violation[];
  /** Whether a deployment may go on: there is no mandatory violation. */
  passed: boolean;
}

export interface ReviewOptions {
  /** The name of the stack. */
  stack: string;
  /** The folder of `Pulumi.yaml`. Default: this project's. */
  directory?: string;
  /** Configuration values that override the stack file. */
  config?: Record<string, unknown>;
  /** Another program to review: a function, or a file's path. */
  program?: (() => unknown) | string;
  /** The parsed content of the CLI's `--policy-pack-config`. Default: `policy/config.json` for this project's pack. */
  packConfig?: PackConfig;
  /** The folder of another pack or of a built one. Default: this project's pack, built first. */
  packFolder?: string;
  /** Leaves all values unknown that AWS creates, as in the first preview of a stack. */
  firstPreview?: boolean;
}

/** This project's own configuration of its pack: its exceptions, which are reviewed as its code is. */
const ownConfig = path.resolve(__dirname, "../policy/config.json");

/**
 * Reviews a stack offline: runs its program, starts the policy pack as Pulumi's engine does, and runs the policies on each
 * resource and on the stack.
 *
 * @throws StackError or the program's error; ReviewError when the pack does not start or cannot be configured
 */
export async function reviewStack(options: ReviewOptions): Promise<Review> {
  const { project, stack, values } = stackOf(options);
  // Start the pack while the program runs. If the program fails, the pack is still closed.
  const [pack, program] = await Promise.allSettled([
    startPack(options.packFolder, { project, stack, config: values }),
    register(options),
  ]);
  try {
    if (program.status === "rejected") throw program.reason;
    if (pack.status === "rejected") throw pack.reason;
    const { packConfig = options.packFolder === undefined ? readPackConfig(ownConfig) : {} } = options;
    return await runPolicies(pack.value, { ...options, packConfig }, program.value);
  } finally {
    if (pack.status === "fulfilled") pack.value.close();
  }
}

/** Reviews with a running pack, for many reviews in a row. The pack keeps the stack that it was started for. */
export async function reviewWith(
  pack: Analyzer,
  options: Omit<ReviewOptions, "packFolder">,
): Promise<Review> {
  return runPolicies(pack, options, await register(options));
}

/** Starts a pack. This project's own pack is built first, because a built pack starts faster. */
export async function startPack(folder: string | undefined, stack: ReviewedStack): Promise<Analyzer> {
  if (folder !== undefined) return Analyzer.start(folder, stack);
  const built = fs.mkdtempSync(path.join(os.tmpdir(), "policy-pack-"));
  try {
    await buildPack(built);
    return await Analyzer.start(built, stack);
  } finally {
    // The started pack has already read its files.
    fs.rmSync(built, { recursive: true, force: true });
  }
}

function stackOf({ directory = path.resolve(__dirname, ".."), stack, config }: ReviewOptions): StackConfig {
  return readStackConfig(directory, stack, config);
}

async function register(options: ReviewOptions): Promise<Registration[]> {
  const { stack, directory, config, program, firstPreview = false } = options;
  const { registrations } = await runProgram({
    stack,
    cloud: placeholderCloud({
      region: stackOf(options).values["aws:region"],
      preview: true,
      nothingMade: firstPreview,
    }),
    preview: true,
    ...(directory !== undefined && { directory }),
    ...(config && { config }),
    ...(program !== undefined && { program }),
  });
  return registrations;
}

async function runPolicies(
  analyzer: Analyzer,
  options: ReviewOptions,
  registrations: Registration[],
): Promise<Review> {
  const { stack, values } = stackOf(options);
  const { packConfig = {} } = options;
  const info = await analyzer.info();
  const configured = reconcile(info, packConfig);
  await analyzer.configure(configured);
  const requests = new AnalyzerRequests(registrations, values);
  const ofResources = await Promise.all(
    registrations.map((one) => ofPack(analyzer.analyze(requests.forResource(one)), one.urn)),
  );
  // Last, as the engine asks: a policy of the stack may count what those of resources found.
  const ofStack = await ofPack(analyzer.analyzeStack(requests.forStack()));
  const violations = [...ofResources, ofStack]
    .flatMap(({ answer, urn }) =>
      answer.getDiagnosticsList().map((diagnostic) => toViolation(diagnostic, info, urn)),
    )
    .sort((a, b) => rank(a) - rank(b));
  return {
    stack,
    pack: { name: info.getName(), version: info.getVersion() },
    resources: registrations.length,
    policies: info.getPoliciesList().map((policy) => toPolicy(policy, configured, violations)),
    exceptions: exceptionsIn(packConfig).map((exception) => ({
      ...exception,
      excused: violations.filter((violation) => isExcusedBy(exception, violation)).length,
    })),
    violations,
    passed: violations.every(({ enforcementLevel }) => enforcementLevel !== "mandatory"),
  };
}

async function ofPack(
  asked: Promise<AnalyzeResponse>,
  urn?: string,
): Promise<{ answer: AnalyzeResponse; urn: string | undefined }> {
  try {
    return { answer: await asked, urn };
  } catch (cause) {
    const { details, message } = cause as { details?: string; message: string };
    throw new ReviewError(`The policy pack failed at ${urn ?? "the stack"}: ${details ?? message}`, {
      cause,
    });
  }
}

function toViolation(diagnostic: AnalyzeDiagnostic, info: AnalyzerInfo, urn: string | undefined): Violation {
  const policy = info.getPoliciesList().find((one) => one.getName() === diagnostic.getPolicyname());
  return {
    policy: diagnostic.getPolicyname(),
    enforcementLevel: levelName(diagnostic.getEnforcementlevel()),
    severity: severityName(diagnostic.getSeverity()),
    message: diagnostic.getMessage(),
    remediationSteps: policy?.getRemediationSteps() ?? "",
    urn: diagnostic.getUrn() || urn,
    // `@pulumi/policy` shows this only in the message's text.
    unknown: diagnostic.getMessage().startsWith("can't run policy "),
    // This pack's own mark, in the message's last line.
    excepted: diagnostic.getMessage().split("\n").at(-1)?.startsWith("Excepted until ") === true,
  };
}

function isExcusedBy(
  { policy, resource, stack }: ConfiguredException,
  { excepted, urn = "", ...violation }: Violation,
): boolean {
  const [head = "", , , ...name] = urn.split("::");
  return (
    excepted &&
    violation.policy === policy &&
    (resource === urn || resource === name.join("::")) &&
    (stack === undefined || head.endsWith(`:${stack}`))
  );
}

function toPolicy(
  policy: PolicyInfo,
  configured: ConfigureAnalyzerRequest,
  violations: Violation[],
): ReviewedPolicy {
  const name = policy.getName();
  const config = configured.getPolicyconfigMap().get(name);
  const framework = policy.getFramework()?.toObject();
  return {
    name,
    displayName: policy.getDisplayname(),
    description: policy.getDescription(),
    tags: policy.getTagsList(),
    ...(framework && { framework }),
    remediationSteps: policy.getRemediationSteps(),
    severity: severityName(policy.getSeverity()),
    enforcementLevel: levelName(config?.getEnforcementlevel() ?? policy.getEnforcementlevel()),
    violations: violations.filter((violation) => violation.policy === name).length,
  };
}

const severityNames: Record<PolicySeverity, Severity> = {
  [PolicySeverity.POLICY_SEVERITY_UNSPECIFIED]: "unspecified",
  [PolicySeverity.POLICY_SEVERITY_LOW]: "low",
  [PolicySeverity.POLICY_SEVERITY_MEDIUM]: "medium",
  [PolicySeverity.POLICY_SEVERITY_HIGH]: "high",
  [PolicySeverity.POLICY_SEVERITY_CRITICAL]: "critical",
};

/** The name of the severity in a protobuf message. */
export function severityName(severity: PolicySeverity): Severity {
  return severityNames[severity];
}

function rank({ enforcementLevel, severity }: Violation): number {
  return (enforcementLevel === "mandatory" ? 0 : severities.length) + severities.indexOf(severity);
}
