import { generated } from "./generated";
import { describeSettings } from "./settings";

describeSettings(...generated(20_000, 20261123));
