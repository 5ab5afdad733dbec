/** Sends mail; at log level debug it says to whom. */
const { LOG_LEVEL, SUPPORT, THEME } = process.env;

console.log(`mail is sent as ${SUPPORT}; the theme is ${THEME ?? 'none of my business'}`);
const letters = setInterval(() => {
  if (LOG_LEVEL === 'debug') console.error(`debug: letter from ${SUPPORT} to a customer`);
}, 1500);
process.once('SIGTERM', () => clearInterval(letters));
