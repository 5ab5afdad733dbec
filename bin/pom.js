#!/usr/bin/env node
// CommonJS on purpose: loading one CommonJS bundle is 6 ms faster than starting Node's ESM loader (test/bench/startup.ts).
const { existsSync } = require('node:fs');
const { BUNDLE, runBundle } = require('./code-cache.js');

if (existsSync(BUNDLE)) {
  runBundle();
} else {
  process.stderr.write('pom is not built yet: run "npm start", or "npm run build", in its checkout first.\n');
  process.exitCode = 1;
}
