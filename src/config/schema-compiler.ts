import { Ajv, type CodeOptions } from 'ajv';
import { schemaFormats } from './schema-formats.ts';

/** Words of the schema for people, which ajv is to let pass: editors show them, too. */
const WORDS_FOR_PEOPLE = ['patternErrorMessage', 'errorMessage'];

/** What turns `pom.schema.json` into a function. @param code how; for bin/build.js, which writes that function down. */
export function schemaCompiler(code: CodeOptions = {}): Ajv {
  // `verbose` puts the violated schema into the error, where the sentences for people are.
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    code,
  });
  for (const word of WORDS_FOR_PEOPLE) ajv.addKeyword(word);
  for (const [name, format] of Object.entries(schemaFormats)) ajv.addFormat(name, format);
  return ajv;
}
