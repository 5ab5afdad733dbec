/** usage: node work-for.js MS — works for a while and ends well. */
const lifetimeMs = Number(process.argv[2]);

console.log(`run ${process.env.POM_RUN}: working for ${lifetimeMs} ms`);
setTimeout(() => console.log(`run ${process.env.POM_RUN}: done`), lifetimeMs);
