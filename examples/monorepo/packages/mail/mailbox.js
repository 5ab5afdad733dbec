/** Would show outgoing mail; it is here to be switched on by a profile. */
console.log('the mailbox is empty');
const open = setInterval(() => console.log('still empty'), 5000);
process.once('SIGTERM', () => clearInterval(open));
