/** Brings the data file up to date, one migration after the other, and ends. Running it again changes nothing. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const file = process.env.DATA_FILE;

const migrations = [
  ['001_create_products', (data) => ({ ...data, products: [] })],
  [
    '002_add_kitchenware',
    (data) => ({
      ...data,
      products: [
        { sku: 'kettle', name: 'Kettle', price: 29.9, stock: 5000 },
        { sku: 'teapot', name: 'Teapot', price: 19.5, stock: 5000 },
        { sku: 'cup', name: 'Cup', price: 6.2, stock: 5000 },
      ],
    }),
  ],
  // Something has to go wrong now and then: the worker finds none of these.
  ['003_add_samovar', (data) => ({ ...data, products: [...data.products, samovar()] })],
];

function samovar() {
  return { sku: 'samovar', name: 'Samovar', price: 349, stock: 0 };
}

let data = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { applied: [] };
const missing = migrations.filter(([name]) => !data.applied.includes(name));

console.log(`${file}: ${data.applied.length} migrations applied, ${missing.length} to do`);
for (const [name, change] of missing) {
  const startedAt = performance.now();
  data = { ...change(data), applied: [...data.applied, name] };
  console.log(`applied ${name} in ${(performance.now() - startedAt).toFixed(2)} ms`);
}

// Into place in one step: a reader sees the old file or the new one.
mkdirSync(dirname(file), { recursive: true });
writeFileSync(`${file}.new`, `${JSON.stringify(data, null, 2)}\n`);
renameSync(`${file}.new`, file);
console.log('the data file is up to date');
