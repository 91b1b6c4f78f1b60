// Preloaded into Stryker: its mocha runner asks for files of mocha's command line under the names they had before
// mocha 12, which added an extension.
const Module = require("node:module");

const resolve = Module._resolveFilename;

Module._resolveFilename = function (request, ...rest) {
  const renamed = /[\\/]mocha[\\/]lib[\\/]cli[\\/](run-helpers|collect-files|options)$/.test(request);
  return resolve.call(this, renamed ? `${request}.cjs` : request, ...rest);
};
