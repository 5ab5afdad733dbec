import { describe, expect, it } from '@jest/globals';
import { httpAddressOption, linkOf } from '../../src/cli/http-link.ts';

describe('--http', () => {
  it.each([
    [undefined, null],
    [true, { host: null, port: null }],
    ['7070', { host: null, port: 7070 }],
    [':7070', { host: null, port: 7070 }],
    ['localhost', { host: 'localhost', port: null }],
    ['127.0.0.1:7070', { host: '127.0.0.1', port: 7070 }],
    ['[::1]:7070', { host: '::1', port: 7070 }],
    ['[::]', { host: '::', port: null }],
    ['host.example:0', { host: 'host.example', port: 0 }],
  ])('of %p is %p', (value, address) => {
    expect(httpAddressOption(value)).toEqual(address);
  });

  it.each(['', ':', 'a:b', 'a:70000', '70000', '[::1', 'a:1:2'])('refuses %p', (value) => {
    expect(() => httpAddressOption(value)).toThrow(/--http takes an address/);
  });
});

describe('the link', () => {
  it('has the token where it is sent to nobody', () => {
    const link = linkOf({ origin: 'http://127.0.0.1:7070', token: 'a&b#c+d' });
    expect(new URL(link).search).toBe('');
    expect(new URLSearchParams(new URL(link).hash.slice(1)).get('token')).toBe('a&b#c+d');
  });
});
