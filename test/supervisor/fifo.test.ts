import { closeSync, mkdirSync, mkdtempSync, readdirSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Fifo, FifoPool } from '../../src/supervisor/fifo.ts';

let parent = '';
let pool: FifoPool;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'pom-test-'));
  pool = new FifoPool(parent);
});

afterEach(async () => {
  await pool.close();
  rmSync(parent, { recursive: true });
});

async function take(): Promise<Fifo> {
  const fifo = await pool.take();
  if (fifo === null) throw new Error('Internal error: no FIFO');
  return fifo;
}

function close({ readFd, writeFd }: Fifo): void {
  closeSync(readFd);
  closeSync(writeFd);
}

describe('a FIFO from the pool', () => {
  it('carries bytes, does not block its reader, and ends with its last writer', async () => {
    const { readFd, writeFd } = await take();
    const buffer = Buffer.alloc(10);
    expect(() => readSync(readFd, buffer)).toThrow('EAGAIN');
    writeSync(writeFd, 'hello');
    expect(buffer.toString('utf8', 0, readSync(readFd, buffer))).toBe('hello');
    closeSync(writeFd);
    expect(readSync(readFd, buffer)).toBe(0);
    closeSync(readFd);
  });

  it('is nobody else’s', async () => {
    const fifos = await Promise.all(Array.from({ length: 100 }, take));
    for (const [index, { writeFd }] of fifos.entries()) writeSync(writeFd, `${index}`);
    const buffer = Buffer.alloc(10);
    const read = fifos.map(({ readFd }) => Number(buffer.toString('utf8', 0, readSync(readFd, buffer))));
    expect(read).toEqual(fifos.map((_, index) => index));
    fifos.forEach(close);
  });

  it('is made anew when somebody has tidied the directory away', async () => {
    close(await take());
    for (const entry of readdirSync(parent)) rmSync(path.join(parent, entry), { recursive: true });
    close(await take());
  });

  it('leaves nothing behind when the pool is closed', async () => {
    close(await take());
    await pool.close();
    expect(readdirSync(parent)).toEqual([]);
  });

  it('is not to be had where none can be made', async () => {
    expect(await new FifoPool('/nowhere').take()).toBeNull();
  });

  it('can be had again when the place to make them is back', async () => {
    const place = path.join(parent, 'place');
    const late = new FifoPool(place);
    expect(await late.take()).toBeNull();
    mkdirSync(place);
    const fifo = await late.take();
    expect(fifo).not.toBeNull();
    if (fifo !== null) close(fifo);
    await late.close();
  });

  it('does not take a descriptor that is reserved, and leaves none open', async () => {
    const before = readdirSync('/proc/self/fd').length;
    await expect(pool.take(0)).rejects.toMatchObject({ code: 'EMFILE' });
    expect(readdirSync('/proc/self/fd')).toHaveLength(before);
  });
});
