// Reads its configuration when it starts, and again at each SIGHUP.
import { readFileSync } from 'node:fs';

function read() {
  console.log(`painting in ${JSON.parse(readFileSync('conf/colours.json', 'utf8')).wall}`);
}

process.on('SIGHUP', read);
setInterval(() => undefined, 1000);
read();
