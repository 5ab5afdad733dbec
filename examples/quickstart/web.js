/** The front end: one page with what the API knows, and a form that places an order with it. */
import { textLog } from './lib/log.js';
import { REQUEST_ID, serve } from './lib/service.js';

const { API_URL } = process.env;
const port = Number(process.env.WEB_PORT);
const log = textLog();

const server = serve(port, handle, ({ method, path, id, status, ms, error }) => {
  const line = `${method} ${path} ${status} ${ms} ms`;
  if (status < 500) log.info(id, line);
  else log.error(id, `${line}: the API does not answer (${error?.cause?.code ?? error?.message})`);
});
server.on('listening', () => log.info('-', `listening on http://127.0.0.1:${port}/`));
server.on('error', (error) => {
  log.error('-', `cannot listen on port ${port}: ${error.code}`);
  process.exitCode = 1;
});

async function handle({ method, path, body, id }) {
  if (method === 'GET' && path === '/') return page(await api('/products', id), await api('/orders', id));
  if (method === 'POST' && path === '/order') return order(new URLSearchParams(body), id);
  return { status: 404, type: 'text/plain', body: 'There is no such page.\n' };
}

async function order(form, id) {
  const { order: number } = await api('/orders', id, { sku: form.get('sku'), quantity: Number(form.get('quantity')) });
  return {
    status: 201,
    type: 'text/html',
    body: `<p>Thank you! Your order is number ${number}. <a href="/">Back</a></p>\n`,
  };
}

function page(products, orders) {
  const options = products.map(
    ({ sku, name, price }) => `<option value="${sku}">${name}, ${price.toFixed(2)}</option>`,
  );
  const rows = orders.map(({ order, quantity, sku, status }) => `<li>${order}: ${quantity} x ${sku}, ${status}</li>`);
  const body = `<!doctype html>
<title>A small shop</title>
<form method="post" action="/order">
  <select name="sku">${options.join('')}</select>
  <input name="quantity" type="number" value="1" min="1" max="9">
  <button>Order</button>
</form>
<ul>${rows.join('')}</ul>
`;
  return { status: 200, type: 'text/html', body };
}

/** Asks the API, handing on the id of the request that made it necessary. */
async function api(path, id, order) {
  const response = await fetch(`${API_URL}${path}`, {
    method: order === undefined ? 'GET' : 'POST',
    headers: { [REQUEST_ID]: id },
    body: order === undefined ? undefined : JSON.stringify(order),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}
