import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores([
    "node_modules/",
    "coverage/",
    ".local/",
    "provider/dist/",
    "examples/consumers/",
    "examples/template/",
  ]),
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    // All files at once: a project service opens one after the other, which takes half as long again.
    languageOptions: { parserOptions: { project: "tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numbers and booleans in sentences are fine.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // An Output in a template would print as a warning text; pulumi.interpolate is the way.
      "@typescript-eslint/no-base-to-string": "error",
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Pulumi's and Node's callback APIs meet promises everywhere; a promise that nobody awaits is still an error.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // mocha's describe and it.
      "@typescript-eslint/no-floating-promises": "off",
    },
  },
);
