import { describe, expect, it } from '@jest/globals';
import { loginRuntime } from '../../src/cli/login-runtime.ts';

describe('the runtime directory of a login', () => {
  it('is looked at when no variable names one', () => {
    expect(loginRuntime({ TMPDIR: '/t' }, 1000)).toEqual({ TMPDIR: '/t', XDG_RUNTIME_DIR: '/run/user/1000' });
  });

  it('is not looked at when a variable names one, or where users have no number', () => {
    expect(loginRuntime({ XDG_RUNTIME_DIR: '/elsewhere' }, 1000)).toBeNull();
    expect(loginRuntime({}, undefined)).toBeNull();
  });
});
