import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProcessMarks } from '../../../src/supervisor/tree/process-mark.ts';

let directory: string;
let troubles: string[];
let marks: ProcessMarks;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pom-marks-'));
  troubles = [];
  marks = new ProcessMarks(directory, (message) => troubles.push(message));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function tagPathOfNext(): string | null {
  const mark = marks.next(new Map());
  mark.close();
  return mark.tagPath;
}

describe('the marks of children', () => {
  it('go without a file when there can be none, and say so once until there can be', () => {
    const tags = path.join(directory, 'tags');
    writeFileSync(tags, 'garbage');
    expect([tagPathOfNext(), tagPathOfNext()]).toEqual([null, null]);
    expect(troubles).toEqual([expect.stringContaining(`${tags} (`)]);
    rmSync(tags);
    mkdirSync(tags);
    expect(tagPathOfNext()).not.toBeNull();
    rmSync(tags, { recursive: true });
    writeFileSync(tags, 'garbage');
    tagPathOfNext();
    expect(troubles).toHaveLength(2);
  });

  it('say nothing when the whole directory is gone, which its session makes anew', () => {
    rmSync(directory, { recursive: true });
    expect(tagPathOfNext()).toBeNull();
    expect(troubles).toEqual([]);
  });
});
