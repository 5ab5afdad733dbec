/** usage: node flaky.js FAILURES — fails that many times, then works until it is asked to stop. */
const failures = Number(process.argv[2]);
// pom counts the runs of a process from 1 and tells each its number.
const run = Number(process.env.POM_RUN);

if (run <= failures) {
  console.error(`run ${run}: the database is not there yet`);
  process.exitCode = 1;
} else {
  console.log(`run ${run}: connected`);
  const heartbeat = setInterval(() => console.log(`run ${run}: still connected`), 5000);
  process.once('SIGTERM', () => clearInterval(heartbeat));
}
