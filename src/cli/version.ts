import manifest from '../../package.json' with { type: 'json' };

/** pom's own version. */
export const version: string = manifest.version;
