/** A JSON Schema, as far as walking it goes. */
interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/**
 * Every key that a document may have, as the path of properties to it, `*` for names that the user chooses:
 * `processes.*.stop.grace`. What is below `defaults` is what is below a process, and left out.
 */
export function keysOf(root: Schema): readonly string[] {
  const keys = new Set<string>();
  const walk = (schema: Schema, path: readonly string[]): void => {
    const target = schema.$ref === undefined ? undefined : root.definitions?.[schema.$ref.split('/').at(-1) ?? ''];
    if (target !== undefined) walk(target, path);
    const { oneOf = [], anyOf = [], allOf = [], items, then, else: otherwise } = schema;
    for (const part of [items, then, otherwise, ...oneOf, ...anyOf, ...allOf]) if (part !== undefined) walk(part, path);
    if (typeof schema.additionalProperties === 'object') walk(schema.additionalProperties, [...path, '*']);
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      keys.add([...path, name].join('.'));
      if (name !== 'defaults') walk(inner, [...path, name]);
    }
  };
  walk(root, []);
  return [...keys];
}
