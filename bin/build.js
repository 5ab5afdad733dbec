/**
 * Bundles `src` into `dist`.
 *
 * - `dist/pom.cjs`: the command line and the socket client, and nothing that only a session needs. It is what every
 *   `pom ps` loads, so it is small and CommonJS.
 * - `dist/{config,app,tui,mcp,index}.js` and their shared chunks: the rooms that `src/cli` loads with `import()`.
 * - `dist/guardian.cjs`: what ends the children of a session that was killed. One file: it may have been removed by then.
 * - `dist/page`: the web page, for browsers: one script, one style sheet, and what they are loaded by.
 * - `dist/bench/*.js`: the benchmarks, with the code they measure.
 * - `dist/soak/main.js`: the soak.
 */
const { _ } = require('ajv');
const { default: standaloneCode } = require('ajv/dist/standalone');
const { build } = require('esbuild');
const { spawnSync } = require('node:child_process');
const { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const LAZY_ROOMS = ['config', 'app', 'tui', 'mcp'].filter((room) =>
  existsSync(path.join(root, 'src', room, 'index.ts')),
);

/** CommonJS packages inside an ES module still call `require` for Node's own modules. */
const REQUIRE_BANNER =
  "import { createRequire as pomCreateRequire } from 'node:module'; const require = pomCreateRequire(import.meta.url);";

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
  legalComments: 'linked',
};

function soakEntries() {
  const main = 'test/soak/main.ts';
  return existsSync(path.join(root, main)) ? [{ in: main, out: 'soak/main' }] : [];
}

/** Turns `import('../app/index.ts')` inside the command line into a load of `dist/app.js` at run time. */
const lazyRooms = {
  name: 'lazy-rooms',
  setup(context) {
    context.onResolve({ filter: /\/index\.ts$/ }, ({ kind, path: specifier }) => {
      if (kind !== 'dynamic-import') return undefined;
      return { path: `./${path.basename(path.dirname(specifier))}.js`, external: true };
    });
  },
};

/** Puts the compiled schema in the place of its compiler: ajv and its work are not needed to run pom. */
const compiledSchema = {
  name: 'compiled-schema',
  async setup(context) {
    const code = await schemaCode();
    context.onLoad({ filter: /\/src\/config\/is-valid\.ts$/ }, () => ({
      contents: `${code}\nexport const isValid = validate;`,
      resolveDir: path.join(root, 'src', 'config'),
      loader: 'js',
    }));
  },
};

/** The function that `pom.schema.json` stands for, as a module that exports it as `validate`. */
async function schemaCode() {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: ['src/config/schema-compiler.ts'],
    format: 'cjs',
    external: ['ajv'],
    write: false,
    legalComments: 'none',
  });
  const compiler = { exports: {} };
  new Function('require', 'module', outputFiles[0].text)(require, compiler);
  const formats = _`require('./schema-formats.ts').schemaFormats`;
  const ajv = compiler.exports.schemaCompiler({ source: true, esm: true, formats });
  return standaloneCode(ajv, ajv.compile(require('../pom.schema.json'))).replace(/^export default .*$/m, '');
}

function benchEntries() {
  const folder = path.join(root, 'test', 'bench');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ in: `test/bench/${file}`, out: `bench/${path.basename(file, '.ts')}` }));
}

async function buildPage() {
  const source = path.join(root, 'src', 'http', 'page');
  await build({
    ...shared,
    platform: 'browser',
    target: 'es2022',
    entryPoints: [{ in: path.join(source, 'main.tsx'), out: 'page/page' }],
    outdir: 'dist',
    format: 'esm',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  for (const file of ['index.html', 'icon.svg']) {
    copyFileSync(path.join(source, file), path.join(root, 'dist', 'page', file));
  }
}

async function main() {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  await Promise.all([
    build({
      ...shared,
      entryPoints: [{ in: 'src/cli/main.ts', out: 'pom' }],
      outdir: 'dist',
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      minify: true,
      // The packages' ES modules, so that what is not used is left out.
      mainFields: ['module', 'main'],
      // No command of this bundle reads standard input, which clipanion opens when it is loaded: 2 ms.
      define: { 'process.stdin': 'undefined' },
      alias: { clipanion: 'clipanion/lib/advanced/index.mjs' },
      plugins: [lazyRooms],
    }),
    build({
      ...shared,
      entryPoints: [{ in: 'src/app/guardian-main.ts', out: 'guardian' }],
      outdir: 'dist',
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      minify: true,
    }),
    build({
      ...shared,
      entryPoints: [
        { in: 'src/index.ts', out: 'index' },
        ...LAZY_ROOMS.map((room) => ({ in: `src/${room}/index.ts`, out: room })),
        ...benchEntries(),
        ...soakEntries(),
      ],
      outdir: 'dist',
      format: 'esm',
      splitting: true,
      chunkNames: 'chunks/[hash]',
      // Bundled too: a session starts 100 ms sooner when it does not look for three hundred small files. terminal-kit
      // finds its own files at run time.
      external: ['terminal-kit'],
      plugins: [compiledSchema],
      banner: { js: REQUIRE_BANNER },
    }),
    buildPage(),
  ]);
  const bundle = path.join(root, 'dist', 'pom.cjs');
  writeFileSync(bundle, readFileSync(bundle, 'utf8').replaceAll(/\bimport\("\.\//g, 'importRoom("./'));
  // What `pom ps` runs is what the other client commands run, too.
  spawnSync(process.execPath, [path.join(__dirname, 'code-cache.js'), 'ps'], { cwd: root, stdio: 'ignore' });
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
