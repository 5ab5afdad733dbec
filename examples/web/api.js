// Answers with the number of the replica; /health says that it is there.
import { createServer } from 'node:http';

const { PORT, POM_REPLICA } = process.env;

createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(`${JSON.stringify({ replica: Number(POM_REPLICA), url: request.url })}\n`);
}).listen(Number(PORT), '127.0.0.1', () => console.log(`replica ${POM_REPLICA} listens on ${PORT}`));
