/**
 * Counts visits in PostgreSQL.
 *
 *   GET  /health   200 when the table can be read, 503 when it cannot
 *   POST /visits   a visit more: {"visits": 3}
 *
 * Queries go through psql, so that there is nothing to install; a real API would use a driver.
 */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { promisify } from 'node:util';

const run = promisify(execFile);
const port = Number(process.env.API_PORT);

/** @returns what the last statement answers, as text. */
async function query(...statements) {
  const commands = statements.flatMap((statement) => ['--command', statement]);
  const { stdout } = await run('psql', ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', ...commands]);
  return stdout.trim();
}

const COUNT = 'SELECT count(*) FROM visit';

async function answer(request) {
  switch (`${request.method} ${request.url}`) {
    case 'GET /health':
      return [200, { visits: Number(await query(COUNT)) }];
    case 'POST /visits':
      return [201, { visits: Number(await query('INSERT INTO visit DEFAULT VALUES', COUNT)) }];
    default:
      return [404, { error: 'no such page' }];
  }
}

const server = createServer(async (request, response) => {
  const [status, body] = await answer(request).catch((error) => [
    503,
    { error: error.stderr?.trim() ?? error.message },
  ]);
  if (request.url !== '/health' || status !== 200) console.log(`${request.method} ${request.url} ${status}`);
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
});
server.listen(port, '127.0.0.1', () => console.log(`listening on ${port}`));
process.on('SIGTERM', () => server.close());
