import { describe, expect, it } from '@jest/globals';
import { originOf, ownHosts } from '../../src/http/own-hosts.ts';

const machine = { addresses: ['192.168.1.2', 'fe80::1'], name: 'Laptop' };

describe('the own hosts', () => {
  it('of a loopback are its names with the port', () => {
    const hosts = ownHosts({ host: '127.0.0.1', port: 7070 }, machine);
    expect([...hosts].sort()).toEqual(['127.0.0.1:7070', '[::1]:7070', 'localhost:7070']);
  });

  it('of an address are that address alone', () => {
    expect([...ownHosts({ host: '192.168.1.2', port: 7070 }, machine)]).toEqual(['192.168.1.2:7070']);
  });

  it('of everything are all addresses and the name of the machine', () => {
    const hosts = ownHosts({ host: '0.0.0.0', port: 7070 }, machine);
    for (const host of ['192.168.1.2:7070', '[fe80::1]:7070', 'laptop:7070', 'localhost:7070']) {
      expect(hosts).toContain(host);
    }
  });

  it('have no port where it is the default', () => {
    expect(ownHosts({ host: 'localhost', port: 80 }, machine)).toContain('localhost');
    expect(ownHosts({ host: 'localhost', port: 8080 }, machine)).not.toContain('localhost');
  });
});

describe('the origin', () => {
  it('is one that a program on this machine can reach', () => {
    expect(originOf({ host: '0.0.0.0', port: 1 })).toBe('http://127.0.0.1:1');
    expect(originOf({ host: '::', port: 1 })).toBe('http://[::1]:1');
    expect(originOf({ host: 'fe80::1', port: 1 })).toBe('http://[fe80::1]:1');
  });
});
