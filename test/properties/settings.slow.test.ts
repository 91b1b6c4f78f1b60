import { describeSettings } from "./settings";

describeSettings(20_000, Number(process.env["PROPERTY_SEED"] ?? 20261123));
