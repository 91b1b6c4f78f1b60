import { describeScenarioFiles } from "./scenario-files";

describeScenarioFiles(500, 20261123);
