// Types at the REPL over the session's socket, as "pom send" does: one JSON object a line there, and one back.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const socket = connect(process.env.POM_SOCKET);
const answers = createInterface({ input: socket })[Symbol.asyncIterator]();

for (const text of ['const answer = 6 * 7', '"the answer is " + answer']) {
  socket.write(`${JSON.stringify({ type: 'SendInput', process_id: 'repl', text: `${text}\n` })}\n`);
  const { value } = await answers.next();
  const { type, outcomes } = JSON.parse(value);
  if (type !== 'Ok' || !outcomes[0].ok) throw new Error(value);
  console.log(`typed: ${text}`);
}
socket.end();
