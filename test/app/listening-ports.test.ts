import { connect, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { parseLsof, parseProcNetTcp, systemPorts } from '../../src/app/listening-ports.ts';
import { ownerOf } from '../../src/app/port-owner.ts';
import { deferred } from '../../src/util/deferred.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const REST = '00000000:00000000 00:00000000 00000000  1000        0';

describe('the listeners of /proc/net/tcp', () => {
  it('are those in state LISTEN, with address, port and inode', () => {
    const table =
      `${HEAD}   0: 0100007F:1F90 00000000:0000 0A ${REST} 4242 1 0000000000000000 100 0 0 10 0\n` +
      `   1: 00000000:0016 00000000:0000 0A ${REST} 17 1\n` +
      `   2: 0100007F:1F90 0100007F:D431 06 ${REST} 0 3\n` +
      `   3: 0100007F:D431 0100007F:1F90 01 ${REST} 5 1\n`;
    expect(parseProcNetTcp(table)).toEqual([
      { address: '127.0.0.1', port: 8080, key: '4242' },
      { address: '0.0.0.0', port: 22, key: '17' },
    ]);
  });

  it('have IPv6 addresses in their shortest form, and those of IPv4 in theirs', () => {
    const line = (address: string) => `   0: ${address}:0050 ${'0'.repeat(32)}:0000 0A ${REST} 1 1\n`;
    const table = ['0'.repeat(32), `${'0'.repeat(24)}01000000`, `${'0'.repeat(16)}FFFF00000100007F`].map(line).join('');
    expect(parseProcNetTcp(HEAD + table).map(({ address }) => address)).toEqual(['::', '::1', '127.0.0.1']);
  });
});

describe('the listeners that lsof prints', () => {
  it('belong to the pid above them', () => {
    expect(parseLsof('p12\nf3\nn*:80\nf4\nn127.0.0.1:81\np13\nf5\nn[::1]:82\n')).toEqual([
      { address: '::', port: 80, key: '12' },
      { address: '127.0.0.1', port: 81, key: '12' },
      { address: '::1', port: 82, key: '13' },
    ]);
  });
});

(process.platform === 'linux' ? describe : describe.skip)('the listeners of this machine', () => {
  it('come and go with those who listen, and name them', async () => {
    const system = systemPorts('linux');
    const server = createServer();
    const listening = deferred<void>();
    server.listen(0, '127.0.0.1', () => listening.resolve());
    await listening.promise;
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const listener = system.listeners()?.find((other) => other.port === port);
    expect(listener).toMatchObject({ address: '127.0.0.1' });
    const holder = listener === undefined ? null : system.holderOf(listener);
    expect(holder).toMatchObject({ pid: process.pid, command: expect.stringContaining('node') });

    // A connection that the server closes stays behind in TIME_WAIT.
    const client = connect(port, '127.0.0.1');
    const [served] = await Promise.all([
      new Promise<import('node:net').Socket>((resolve) => server.once('connection', resolve)),
      new Promise((resolve) => client.once('connect', resolve)),
    ]);
    const ended = new Promise((resolve) => client.once('close', resolve));
    served.end();
    client.on('end', () => client.end()).resume();
    await ended;
    await new Promise((resolve) => server.close(resolve));
    expect(system.listeners()?.some((other) => other.port === port)).toBe(false);
  });
});

(process.platform === 'linux' ? describe : describe.skip)('the owner of an OS process', () => {
  it('is the process of the project whose leader it is, or descends from', () => {
    expect(ownerOf(process.pid, [{ name: 'self', pid: process.pid }])).toBe('self');
    expect(ownerOf(process.pid, [{ name: 'parent', pid: process.ppid }])).toBe('parent');
    expect(ownerOf(process.pid, [{ name: 'down', pid: null }])).toBeNull();
    expect(ownerOf(2 ** 30, [])).toBeNull();
  });
});
