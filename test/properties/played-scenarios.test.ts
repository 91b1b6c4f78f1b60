import { describePlayedScenarios } from "./played-scenarios";

describePlayedScenarios(6, 20261123);
