import { expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { fakeControl } from '../rig/fake-control.ts';
import { served } from '../rig/http.ts';
import { readDocument } from './document.ts';

it('the OpenAPI document is one, as the standard has it', async () => {
  await using http = await served(fakeControl());
  const result = await new Validator().validate({ ...(await readDocument(http)) });
  expect(result).toMatchObject({ valid: true });
});
