// Adds up the numbers that are sent to it, one a line.
import { createInterface } from 'node:readline';

let sum = 0;
for await (const line of createInterface({ input: process.stdin })) {
  sum += Number(line) || 0;
  console.log(`the sum is ${sum}`);
}
