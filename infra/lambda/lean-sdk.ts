/**
 * Leaves out of the bundled SDK what no call of the rule needs and esbuild must keep. The second pass of esbuild then drops
 * whatever only that had used.
 *
 * @param code the bundle of the first pass, as an ES module that is not minified
 */
export function leanSdk(code: string): string {
  return withVersionsAlone(withoutErrorClasses(withPlainKeys(code)));
}

/**
 * Writes the SDK's computed keys, `{ [_h]: … }` beside `var _h = "http"`, as plain ones. esbuild takes a computed key for
 * code that must run, and so keeps the schema of every operation of a service.
 */
function withPlainKeys(code: string): string {
  const constants = new Map(
    [...code.matchAll(/^var (_\w+) = ("[^"\n]*");/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  return code.replace(/\[(_\w+)\]: /g, (computed, name: string) => {
    const value = constants.get(name);
    return value === undefined ? computed : `${value}: `;
  });
}

/**
 * Registers no class for AWS's errors. The SDK then throws the service's own exception, with the same name, message and
 * metadata; the rule knows errors by their names.
 */
function withoutErrorClasses(code: string): string {
  return code.replace(/\bn\d+_registry\d*\.registerError\(.*\);/g, "");
}

/** Keeps of each client's package.json its version, which is all that the SDK tells AWS of it. */
function withVersionsAlone(code: string): string {
  return code.replace(
    /var (package_default\d*) = \{.*?^ {2}(version: "[^"]*"),.*?^\};/gms,
    (_, name: string, version: string) => `var ${name} = { ${version} };`,
  );
}
