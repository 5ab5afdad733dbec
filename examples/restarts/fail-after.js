/** usage: node fail-after.js MS — works for a while and then fails, as programs do. */
const lifetimeMs = Number(process.argv[2]);

console.log(`run ${process.env.POM_RUN}: working`);
setTimeout(() => {
  console.error(`run ${process.env.POM_RUN}: lost the connection after ${lifetimeMs} ms`);
  process.exitCode = 1;
}, lifetimeMs);
