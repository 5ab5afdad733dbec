/** The web shop: says what it was told, and serves a visitor now and then. */
const { LOG_PREFIX, LOG_LEVEL, SHOP_NAME, THEME, CURRENCY } = process.env;

console.log(`${LOG_PREFIX} ${SHOP_NAME} is open: theme ${THEME}, prices in ${CURRENCY}, in ${process.cwd()}`);
let visitor = 0;
const visits = setInterval(() => {
  visitor += 1;
  if (LOG_LEVEL !== 'warn') console.log(`${LOG_PREFIX} visitor ${visitor} likes the ${THEME} theme`);
}, 1000);
process.once('SIGTERM', () => {
  clearInterval(visits);
  console.log(`${LOG_PREFIX} closed`);
});
