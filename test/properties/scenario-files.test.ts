import { describeScenarioFiles } from "./scenario-files";

describeScenarioFiles(150, 20261123);
