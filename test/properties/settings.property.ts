import { describeSettings } from "./settings";

describeSettings(20_000);
