#!/usr/bin/env node
// CommonJS on purpose: loading one CommonJS bundle is 6 ms faster than starting Node's ESM loader (test/bench/startup.ts).
const { existsSync } = require('node:fs');
const path = require('node:path');

const bundle = path.join(__dirname, '..', 'dist', 'pom.cjs');
if (existsSync(bundle)) {
  require(bundle);
} else {
  process.stderr.write('pom is not built yet: run "npm start", or "npm run build", in its checkout first.\n');
  process.exitCode = 1;
}
