/** The OpenAPI document as tests read it, and answers held against it. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonSchema } from '../../src/wire/json-schema.ts';
import type { ServedControl } from '../rig/http.ts';

export interface DocumentedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  readonly schema: JsonSchema;
}

type Content = { readonly [mediaType: string]: { readonly schema: JsonSchema } };

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly DocumentedParameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: { readonly [status: string]: { readonly content: Content } };
}

export interface OpenApiDocument {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: JsonSchema } };
}

export interface DocumentedOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

export async function readDocument(http: ServedControl): Promise<OpenApiDocument> {
  return (await (await http.get('/openapi.json')).json()) as OpenApiDocument;
}

export function operationsOf({ paths }: OpenApiDocument): readonly DocumentedOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

/** What a document says of answers. */
export class DocumentedAnswers {
  readonly #components: OpenApiDocument['components'];
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false });
  /** Compiled once: that takes longer than a request. */
  readonly #validators = new Map<JsonSchema, ValidateFunction>();

  constructor({ components }: OpenApiDocument) {
    this.#components = components;
  }

  /** What the document does not say of an answer; null when it is as the document says. */
  check({ responses }: Operation, { status, headers }: Response, text: string): string | null {
    const documented = responses[String(status)]?.content;
    if (documented === undefined) return `status ${status} is not documented: ${text}`;
    const mediaType = headers.get('content-type') ?? '';
    const schema = documented[mediaType]?.schema;
    if (schema === undefined) return `${mediaType} is not documented for ${status}`;
    const validate = this.#validatorOf(schema);
    const wrong = valuesIn(text, mediaType).find((value) => !validate(value));
    return wrong === undefined ? null : `${this.#ajv.errorsText(validate.errors)} of ${JSON.stringify(wrong)}`;
  }

  #validatorOf(schema: JsonSchema): ValidateFunction {
    const compiled =
      this.#validators.get(schema) ?? this.#ajv.compile({ ...inlined(schema), components: this.#components });
    this.#validators.set(schema, compiled);
    return compiled;
  }
}

function valuesIn(text: string, mediaType: string): readonly unknown[] {
  if (mediaType.endsWith('ndjson'))
    return text
      .split('\n')
      .filter(isLine)
      .map((line) => JSON.parse(line));
  return [mediaType.endsWith('json') ? JSON.parse(text) : text];
}

/** Lines of a stream that are log lines, and not about the stream. */
function isLine(line: string): boolean {
  return line !== '' && !line.startsWith('{"error"') && !line.startsWith('{"evicted"');
}

/** A reference beside which there are other members, as every validator reads it. */
function inlined(schema: JsonSchema): JsonSchema {
  return schema.$ref === undefined ? schema : { anyOf: [schema] };
}
