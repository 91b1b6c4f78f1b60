import { generated } from "./generated";
import { describePlayedScenarios } from "./played-scenarios";

describePlayedScenarios(...generated(150, 20261123));
