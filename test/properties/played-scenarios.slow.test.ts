import { describePlayedScenarios } from "./played-scenarios";

describePlayedScenarios(150, Number(process.env["PROPERTY_SEED"] ?? 20261123));
