/**
 * The API: products, orders, and the queue from which workers take jobs. Orders live in memory.
 *
 *   GET  /health            200 when it listens
 *   GET  /products          what there is to buy
 *   GET  /orders            the latest orders
 *   POST /orders            {sku, quantity}: accepts an order and queues a job for it
 *   POST /jobs/claim        the next job, or 204
 *   POST /jobs/ID           {status}: what became of a job
 */
import { readFileSync } from 'node:fs';
import { jsonLog } from './lib/log.js';
import { serve } from './lib/service.js';

const LATEST = 20;

const port = Number(process.env.API_PORT);
const log = jsonLog('api');
const { products } = JSON.parse(readFileSync(process.env.DATA_FILE, 'utf8'));
const orders = new Map();
const queue = [];

const routes = {
  'GET /health': () => json(200, { status: 'ok', orders: orders.size, queued: queue.length }),
  'GET /products': () => json(200, products),
  'GET /orders': () => json(200, [...orders.values()].slice(-LATEST).reverse()),
  'POST /orders': placeOrder,
  'POST /jobs/claim': claimJob,
};

const server = serve(port, handle, ({ method, path, id, status, ms }) => {
  const fields = { request_id: id, method, path, status, ms };
  if (status >= 400) log.warn('request refused', fields);
  else log.info('request', fields);
});
server.on('listening', () => log.info('listening', { port, pid: process.pid }));
server.on('error', (error) => {
  log.error('cannot listen', { port, code: error.code });
  process.exitCode = 1;
});

function handle(request) {
  const route = routes[`${request.method} ${request.path}`];
  if (route !== undefined) return route(request);
  const job = /^\/jobs\/(\d+)$/.exec(request.path);
  if (request.method === 'POST' && job !== null) return finishJob(Number(job[1]), request);
  return json(404, { error: 'no such page' });
}

function placeOrder({ body, id }) {
  const { sku, quantity } = JSON.parse(body);
  const product = products.find((candidate) => candidate.sku === sku);
  if (product === undefined) return json(422, { error: `there is no "${sku}"` });
  const order = { order: orders.size + 1, request_id: id, sku, quantity, status: 'accepted' };
  orders.set(order.order, order);
  queue.push(order);
  return json(201, order);
}

function claimJob() {
  const order = queue.shift();
  if (order === undefined) return { status: 204, type: 'application/json', body: '' };
  order.status = 'packing';
  const { stock } = products.find(({ sku }) => sku === order.sku);
  return json(200, { ...order, stock });
}

function finishJob(number, { body }) {
  const order = orders.get(number);
  if (order === undefined) return json(404, { error: `there is no order ${number}` });
  order.status = JSON.parse(body).status;
  if (order.status === 'packed') products.find(({ sku }) => sku === order.sku).stock -= order.quantity;
  return json(200, order);
}

function json(status, value) {
  return { status, type: 'application/json', body: `${JSON.stringify(value)}\n` };
}
