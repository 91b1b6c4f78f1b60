import assert from "node:assert/strict";
import { leanSdk } from "../../infra/lambda/lean-sdk";

describe("the SDK in the functions' bundle", () => {
  for (const [what, code, lean] of [
    [
      "has plain keys",
      'var _h = "http";\nvar Put$ = { [_h]: ["POST"], [other]: 1 };',
      'var _h = "http";\nvar Put$ = { "http": ["POST"], [other]: 1 };',
    ],
    [
      "registers each service's own exception, and no other",
      "_s_registry2.registerError(KMSServiceException$, KMSServiceException);\nn0_registry2.registerError(NotFoundException$, NotFoundException);",
      "_s_registry2.registerError(KMSServiceException$, KMSServiceException);\n",
    ],
    [
      "has the version alone of a package.json",
      'var package_default2 = {\n  name: "@aws-sdk/client-kms",\n  version: "3.1.0",\n  scripts: {\n    build: "x"\n  }\n};\nvar next = 1;',
      'var package_default2 = { version: "3.1.0" };\nvar next = 1;',
    ],
  ] as const)
    it(what, () => assert.equal(leanSdk(code), lean));
});
