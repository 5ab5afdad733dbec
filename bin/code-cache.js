/**
 * Runs `dist/pom.cjs` with the machine code that V8 made of it when it was built, which saves every command 10 ms.
 * Another version of Node rejects that code and compiles anew; Node 22 could do the same with
 * `module.enableCompileCache()`.
 *
 * Called as a program, by `bin/build.js`, it runs a command and writes the code of what was used by then.
 */
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const BUNDLE = path.join(__dirname, '..', 'dist', 'pom.cjs');
const CACHE = path.join(__dirname, '..', 'dist', 'pom.cache');

function cachedCode() {
  try {
    return readFileSync(CACHE);
  } catch {
    return undefined;
  }
}

/** Cached code does not know how to `import()`, so the bundle calls this instead; see `bin/build.js`. */
function importRoom(file) {
  return import(path.join(path.dirname(BUNDLE), file));
}

/** @returns the script, which goes on running. */
function runBundle() {
  const source = `(function (require, module, importRoom) { ${readFileSync(BUNDLE, 'utf8')}\n})`;
  const script = new vm.Script(source, { filename: BUNDLE, cachedData: cachedCode() });
  script.runInThisContext()(require, { exports: {} }, importRoom);
  return script;
}

module.exports = { BUNDLE, runBundle };

if (require.main === module) {
  const script = runBundle();
  process.on('exit', () => writeFileSync(CACHE, script.createCachedData()));
}
