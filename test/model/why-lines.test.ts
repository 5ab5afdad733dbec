import { describe, expect, it } from '@jest/globals';
import { adviceFromLines } from '../../src/model/why-lines.ts';

const said = (...lines: readonly string[]) => lines.map((line) => ({ stream: 'stderr', at: 0, line }) as const);

const BROKEN = 'is no whole database: restore a backup of it, or move it away and make a new one (initdb)';

describe('what the last lines of a run give away', () => {
  it.each([
    [
      ['postgres: could not find the database system', 'Expected to find it in the directory "/srv/data",'],
      `/srv/data ${BROKEN}`,
    ],
    [
      [
        'FATAL:  "/srv/data" is not a valid data directory',
        'DETAIL:  File "/srv/data/PG_VERSION" is missing: No such file or directory',
      ],
      `/srv/data ${BROKEN}`,
    ],
    [['[7] PANIC:  could not locate a valid checkpoint record'], `its data directory ${BROKEN}`],
    [['FATAL:  data directory "/srv/data" has invalid permissions'], 'chmod 700 /srv/data'],
    [
      [
        'FATAL:  database files are incompatible with server',
        'DETAIL:  The data directory was initialized by PostgreSQL version 14, which is not compatible with this version 15.18',
      ],
      'run the server of PostgreSQL 14, or bring the data over with pg_upgrade',
    ],
    [
      ['LOG:  unrecognized configuration parameter "nonsense" in file "/srv/data/postgresql.conf" line 816'],
      'mend /srv/data/postgresql.conf, line 816',
    ],
    [['nginx: [emerg] unknown directive "foo" in /etc/nginx/nginx.conf:2'], 'mend /etc/nginx/nginx.conf:2'],
    [
      [
        '*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***',
        'Reading the configuration file, at line 2',
        ">>> 'bogus yes'",
      ],
      'mend line 2 of its configuration file',
    ],
    [
      ['Error: listen EADDRINUSE: address already in use 127.0.0.1:4811'],
      'another program has port 4811; see who: ss -ltnp "sport = :4811"',
    ],
    [
      ['nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)'],
      'another program has port 80; see who: ss -ltnp "sport = :80"',
    ],
    [
      ['10:04:05 listen tcp 127.0.0.1:8080: bind: address already in use'],
      'another program has port 8080; see who: ss -ltnp "sport = :8080"',
    ],
    [
      [
        '2026-11-23 02:58:15.774 UTC [1] LOG:  could not bind IPv4 address "127.0.0.1": Address already in use',
        '2026-11-23 02:58:15.774 UTC [1] HINT:  Is another postmaster already running on port 5432? If not, wait.',
      ],
      'another program has port 5432; see who: ss -ltnp "sport = :5432"',
    ],
    [['OSError: [Errno 98] Address already in use'], 'another program has its port; see who: ss -ltnp'],
    [["Error: Cannot find module 'express'"], 'npm install (in /srv/shop): "express" is missing'],
    [["Error: Cannot find module '/srv/shop/api.js'"], 'is this path right? /srv/shop/api.js'],
    [["ModuleNotFoundError: No module named 'flask'"], 'pip install flask, or is its virtualenv the one in PATH?'],
    [['sh: 1: postgress: not found'], 'is "postgress" installed, and in its PATH?'],
  ])('%j', (lines, advice) => {
    expect(adviceFromLines(said('all is well', ...lines), '/srv/shop')).toEqual([advice]);
  });

  it('is nothing when they are of no kind that is known', () => {
    expect(adviceFromLines(said('I am tired'), '/srv/shop')).toEqual([]);
  });
});
