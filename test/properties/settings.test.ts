import { describeSettings } from "./settings";

describeSettings(1000, 20261123);
