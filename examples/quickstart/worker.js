/** Takes jobs from the API over HTTP, one after the other, and packs what was ordered. */
import { setTimeout } from 'node:timers/promises';
import { textLog } from './lib/log.js';
import { newRequestId, onStop, REQUEST_ID } from './lib/service.js';

const { API_URL } = process.env;
const pollMs = Number(process.env.POLL_MS);
const log = textLog();
const stopping = new AbortController();
onStop(() => stopping.abort());

log.info('-', `worker ${process.pid} takes jobs from ${API_URL}`);
while (!stopping.signal.aborted) {
  const worked = await workOnce();
  if (!worked) await setTimeout(pollMs, undefined, { signal: stopping.signal }).catch(() => {});
}
log.info('-', 'no more jobs: asked to stop');

/** @returns whether there was something to do. */
async function workOnce() {
  try {
    const claim = await post('/jobs/claim', {}, newRequestId());
    if (claim.status === 204) return false;
    const job = await claim.json();
    await pack(job);
    return true;
  } catch (error) {
    if (!stopping.signal.aborted) log.warn('-', `the API does not answer: ${error.cause?.code ?? error.message}`);
    return false;
  }
}

async function pack({ order, request_id: id, sku, quantity, stock }) {
  const startedAt = performance.now();
  await setTimeout(10 + 5 * quantity, undefined, { signal: stopping.signal });
  const status = quantity <= stock ? 'packed' : 'out of stock';
  await post(`/jobs/${order}`, { status }, id);
  const ms = Math.round(performance.now() - startedAt);
  if (status === 'packed') log.info(id, `order ${order}: packed ${quantity} x ${sku} in ${ms} ms`);
  else log.error(id, `order ${order}: ${quantity} x ${sku} wanted, ${stock} in stock`);
}

function post(path, body, id) {
  return fetch(`${API_URL}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [REQUEST_ID]: id },
    body: JSON.stringify(body),
    signal: stopping.signal,
  });
}
