/** Sets the counter to where it begins, unless it has been counting already. */
import { connectWithRetry } from './resp.js';

const port = Number(process.env.REDIS_PORT);
const client = await connectWithRetry(port, {
  onRetry: (code) => console.error(`port ${port}: ${code}, trying again`),
});
const answer = await client.send('SET', 'counter', '1000', 'NX');
console.log(
  answer === 'OK' ? 'the counter begins at 1000' : `the counter is at ${await client.send('GET', 'counter')}`,
);
client.close();
