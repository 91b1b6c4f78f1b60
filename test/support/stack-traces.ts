// mocha keeps stack traces without end, which Pulumi's runtime, taking one at every output, pays for with seconds.
Error.stackTraceLimit = 10;
