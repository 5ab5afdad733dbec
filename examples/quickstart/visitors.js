/** People in front of the shop: they look at the page, and every third of them orders something. */
import { setTimeout } from 'node:timers/promises';
import { textLog } from './lib/log.js';
import { newRequestId, onStop, REQUEST_ID } from './lib/service.js';

const { WEB_URL } = process.env;
const pauseMs = Number(process.env.PAUSE_MS);
const wishes = ['cup', 'teapot', 'cup', 'kettle', 'samovar'];
const log = textLog();
const stopping = new AbortController();
onStop(() => stopping.abort());

for (let visitor = 1; !stopping.signal.aborted; visitor++) {
  await visit(visitor);
  await setTimeout(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
}

async function visit(visitor) {
  const id = newRequestId();
  try {
    const looked = await fetch(`${WEB_URL}/`, { headers: { [REQUEST_ID]: id }, signal: stopping.signal });
    log.info(id, `visitor ${visitor} sees ${(await looked.text()).length} characters (${looked.status})`);
    if (visitor % 3 === 1) await order(visitor, id);
  } catch (error) {
    if (!stopping.signal.aborted) log.warn(id, `visitor ${visitor} finds the shop closed: ${error.cause?.code}`);
  }
}

async function order(visitor, id) {
  const sku = wishes[Math.floor(visitor / 3) % wishes.length];
  const quantity = 1 + (visitor % 4);
  const { status } = await fetch(`${WEB_URL}/order`, {
    method: 'POST',
    headers: { [REQUEST_ID]: id },
    body: new URLSearchParams({ sku, quantity }),
    signal: stopping.signal,
  });
  log.info(id, `visitor ${visitor} orders ${quantity} x ${sku} (${status})`);
}
