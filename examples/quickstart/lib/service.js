import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/** The header by which a request keeps its id on its way through all programs. */
export const REQUEST_ID = 'x-request-id';

export function newRequestId() {
  return randomUUID().slice(0, 8);
}

/**
 * An HTTP server that ends at once when it is asked to.
 *
 * @param handle is given `{ method, path, body, id }` and returns `{ status, type, body }`.
 * @param log is called with each request and its answer when that has been sent.
 */
export function serve(port, handle, log) {
  const server = createServer(async (request, response) => {
    const startedAt = performance.now();
    const id = request.headers[REQUEST_ID] ?? newRequestId();
    const { method, url: path } = request;
    let answer;
    try {
      answer = await handle({ method, path, body: await readBody(request), id });
    } catch (error) {
      answer = { status: 502, type: 'text/plain', body: `${error.message}\n`, error };
    }
    response.writeHead(answer.status, { 'content-type': answer.type, [REQUEST_ID]: id }).end(answer.body);
    log({ method, path, id, ...answer, ms: Math.round((performance.now() - startedAt) * 10) / 10 });
  });
  server.listen(port, '127.0.0.1');
  onStop(() => server.close().closeAllConnections());
  return server;
}

/** Runs `stop` when pom (or Ctrl-C) asks this program to end; the program ends when nothing is left to do. */
export function onStop(stop) {
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, stop);
}

async function readBody(request) {
  const chunks = await request.toArray();
  return Buffer.concat(chunks).toString('utf8');
}
