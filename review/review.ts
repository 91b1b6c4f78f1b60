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
import { type Level, levelName, type PackConfig, reconcile } from "./pack-config";
import { ReviewError } from "./review-error";
import { placeholderCloud } from "../stack-runner/placeholder-cloud";

export const severities = ["critical", "high", "medium", "low", "unspecified"] as const;
export type Severity = (typeof severities)[number];

/** One violation, as a policy reported it. */
export interface Violation {
  policy: string;
  /** What it means for a deployment: `mandatory` stops it. */
  enforcementLevel: Level;
  severity: Severity;
  message: string;
  remediationSteps: string;
  /** Undefined where the violation is of the stack as a whole. */
  urn: string | undefined;
  /** Whether the policy met a value that is not known before the deployment: no violation, and no pass either. */
  unknown: boolean;
}

/** One policy, as it was configured, and how it came out. */
export interface ReviewedPolicy {
  name: string;
  description: string;
  severity: Severity;
  enforcementLevel: Level;
  violations: number;
}

export interface Review {
  stack: string;
  pack: { name: string; version: string };
  /** How many resources the program registered. */
  resources: number;
  policies: ReviewedPolicy[];
  /** The worst first. */
  violations: Violation[];
  /** Whether a deployment would be let through: no mandatory violation. */
  passed: boolean;
}

export interface ReviewOptions {
  /** The stack's name, or its file's. */
  stack: string;
  /** The folder of `Pulumi.yaml`; this project's by default. */
  directory?: string;
  /** Stack configuration that wins over the stack file. */
  config?: Record<string, unknown>;
  /** A program instead of the project's own: a function or a file. */
  program?: (() => unknown) | string;
  /** As the CLI's `--policy-pack-config`, read. */
  packConfig?: PackConfig;
  /** The folder of another pack, or a built one; by default this project's is built first. */
  packFolder?: string;
  /** Takes nothing for made that AWS makes, as the first preview of a stack has it. */
  firstPreview?: boolean;
}

/**
 * Reviews a stack offline: registers its program, starts the policy pack as Pulumi's engine does, and asks it about each
 * resource and about the stack.
 *
 * @throws StackError or the program's error; ReviewError when the pack does not start or cannot be configured
 */
export async function reviewStack(options: ReviewOptions): Promise<Review> {
  const { project, stack, values } = stackOf(options);
  // The pack starts while the program runs; a program that fails still ends the pack.
  const [pack, program] = await Promise.allSettled([
    startPack(options.packFolder, { project, stack, config: values }),
    register(options),
  ]);
  try {
    if (program.status === "rejected") throw program.reason;
    if (pack.status === "rejected") throw pack.reason;
    return await ask(pack.value, options, program.value);
  } finally {
    if (pack.status === "fulfilled") pack.value.close();
  }
}

/** The same with a pack that runs already, for many reviews in a row. It keeps the stack that it was started for. */
export async function reviewWith(
  pack: Analyzer,
  options: Omit<ReviewOptions, "packFolder">,
): Promise<Review> {
  return ask(pack, options, await register(options));
}

/** Starts a pack; this project's own from a bundle, which is there in no time. */
export async function startPack(folder: string | undefined, stack: ReviewedStack): Promise<Analyzer> {
  if (folder !== undefined) return Analyzer.start(folder, stack);
  const built = fs.mkdtempSync(path.join(os.tmpdir(), "policy-pack-"));
  try {
    await buildPack(built);
    return await Analyzer.start(built, stack);
  } finally {
    // It has read its files by now.
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
    cloud: placeholderCloud({ region: stackOf(options).values["aws:region"], nothingMade: firstPreview }),
    preview: true,
    ...(directory !== undefined && { directory }),
    ...(config && { config }),
    ...(program !== undefined && { program }),
  });
  return registrations;
}

async function ask(
  analyzer: Analyzer,
  options: ReviewOptions,
  registrations: Registration[],
): Promise<Review> {
  const { stack, values } = stackOf(options);
  const info = await analyzer.info();
  const configured = reconcile(info, options.packConfig ?? {});
  await analyzer.configure(configured);
  const messages = new AnalyzerRequests(registrations, values);
  const answers = await Promise.all([
    ...registrations.map((one) => ofPack(analyzer.analyze(messages.forResource(one)), one.urn)),
    ofPack(analyzer.analyzeStack(messages.forStack())),
  ]);
  const violations = answers
    .flatMap(({ answer, urn }) =>
      answer.getDiagnosticsList().map((diagnostic) => toViolation(diagnostic, info, urn)),
    )
    .sort((a, b) => rank(a) - rank(b));
  return {
    stack,
    pack: { name: info.getName(), version: info.getVersion() },
    resources: registrations.length,
    policies: info.getPoliciesList().map((policy) => toPolicy(policy, configured, violations)),
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
    // So `@pulumi/policy` says it, in words and by level alone.
    unknown: diagnostic.getMessage().startsWith("can't run policy "),
  };
}

function toPolicy(
  policy: PolicyInfo,
  configured: ConfigureAnalyzerRequest,
  violations: Violation[],
): ReviewedPolicy {
  const name = policy.getName();
  const config = configured.getPolicyconfigMap().get(name);
  return {
    name,
    description: policy.getDescription(),
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

/** The name of a severity as it stands in a message. */
export function severityName(severity: PolicySeverity): Severity {
  return severityNames[severity];
}

function rank({ enforcementLevel, severity }: Violation): number {
  return (enforcementLevel === "mandatory" ? 0 : severities.length) + severities.indexOf(severity);
}
