import { describeScenarioFiles } from "./scenario-files";

describeScenarioFiles(20_000, Number(process.env["PROPERTY_SEED"] ?? 20261123));
