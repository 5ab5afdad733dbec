// A job: says what it does, and with --fail-once fails until it has left its mark.
import { existsSync, writeFileSync } from 'node:fs';

const [name, option] = process.argv.slice(2);
const { MARK = '', POM_RUN } = process.env;

if (option === '--fail-once' && !existsSync(MARK)) {
  writeFileSync(MARK, '');
  console.error(`${name}: cannot reach the other side`);
  process.exitCode = 1;
} else {
  console.log(`${name}: done (run ${POM_RUN})`);
}
