import { describe, expect, it } from '@jest/globals';
import { pomSchema } from '../../src/config/index.ts';

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

const root = pomSchema as Schema & { readonly definitions: Readonly<Record<string, Schema>> };

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (root.definitions[name] ?? schema);
}

/** Every property anywhere in the schema, by its path. */
function propertiesIn(value: unknown, path: string): readonly (readonly [string, Schema])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): readonly (readonly [string, Schema])[] => {
    if (key === 'examples') return [];
    if (key !== 'properties') return propertiesIn(inner, `${path}/${key}`);
    return Object.entries(inner as Readonly<Record<string, Schema>>).flatMap(([name, schema]) => [
      [`${path}/${name}`, resolved(schema)] as const,
      ...propertiesIn(schema, `${path}/${name}`),
    ]);
  });
}

describe('pom.schema.json', () => {
  const properties = propertiesIn(root, '');

  it('has a description and an example for every key', () => {
    expect(properties.length).toBeGreaterThan(40);
    for (const [path, { description, examples }] of properties) {
      expect({ path, description, examples }).toEqual({
        path,
        description: expect.stringMatching(/\.$/),
        examples: expect.arrayContaining([expect.anything()]),
      });
    }
  });

  it('has exactly the keys that work', () => {
    expect(Object.keys(root.properties ?? {}).sort()).toEqual(
      [
        'defaults',
        'dotenv',
        'env',
        'env_file',
        'http',
        'include',
        'logs',
        'name',
        'processes',
        'profiles',
        'reload',
        'shell',
      ].sort(),
    );
    expect(Object.keys(root.definitions.process?.properties ?? {}).sort()).toEqual(
      [
        'alive',
        'autostart',
        'command',
        'cwd',
        'depends_on',
        'description',
        'env',
        'env_file',
        'exit_project',
        'extends',
        'kill',
        'links',
        'logs',
        'ports',
        'profiles',
        'ready',
        'replicas',
        'restart',
        'schedule',
        'stdin',
        'limits',
        'user',
        'umask',
        'stop',
        'success_exit_codes',
        'tty',
        'watch',
      ].sort(),
    );
  });
});
