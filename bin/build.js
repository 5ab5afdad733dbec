/**
 * Bundles `src` into `dist`.
 *
 * - `dist/pom.cjs`: the command line and the socket client, and nothing that only a session needs. It is what every
 *   `pom ps` loads, so it is small and CommonJS.
 * - `dist/{config,app,tui,index}.js` and their shared chunks: the rooms that `src/cli` loads with `import()`.
 * - `dist/bench/*.js`: the benchmarks, with the code they measure.
 */
const { build } = require('esbuild');
const { existsSync, readdirSync, rmSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const LAZY_ROOMS = ['config', 'app', 'tui'].filter((room) => existsSync(path.join(root, 'src', room, 'index.ts')));

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
  legalComments: 'none',
};

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

function benchEntries() {
  const folder = path.join(root, 'test', 'bench');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ in: `test/bench/${file}`, out: `bench/${path.basename(file, '.ts')}` }));
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
      alias: { clipanion: 'clipanion/lib/advanced/index.mjs' },
      plugins: [lazyRooms],
    }),
    build({
      ...shared,
      entryPoints: [
        { in: 'src/index.ts', out: 'index' },
        ...LAZY_ROOMS.map((room) => ({ in: `src/${room}/index.ts`, out: room })),
        ...benchEntries(),
      ],
      outdir: 'dist',
      format: 'esm',
      splitting: true,
      chunkNames: 'chunks/[hash]',
      packages: 'external',
    }),
  ]);
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
