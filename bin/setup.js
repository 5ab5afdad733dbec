/**
 * Makes a fresh clone runnable: installs dependencies when the lockfile is newer than what is installed, and builds.
 * `npm start` and `npm test` run it first, so that nobody has to type either.
 */
const { spawnSync } = require('node:child_process');
const { statSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');

function modifiedAt(file) {
  return statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

if (modifiedAt('node_modules/.package-lock.json') < modifiedAt('package-lock.json')) {
  // Not `npm ci`: it refuses a lockfile without the packages of every other platform, which not every registry has.
  run('npm', 'install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
}
run(process.execPath, path.join(__dirname, 'build.js'));
