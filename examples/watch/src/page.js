// Asks the API, prints its answer, and stays.
import { get } from 'node:http';

get({ socketPath: 'api.sock', path: '/' }, (answer) => {
  answer.setEncoding('utf8').on('data', (text) => console.log(`the API says ${text}`));
});
setInterval(() => undefined, 1000);
