import schema from '../../pom.schema.json' with { type: 'json' };

/** The JSON schema of pom.yaml, as it is published: what `pom schema` prints. */
export const pomSchema: object = schema;
