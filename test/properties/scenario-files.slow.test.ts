import { generated } from "./generated";
import { describeScenarioFiles } from "./scenario-files";

describeScenarioFiles(...generated(20_000, 20261123));
