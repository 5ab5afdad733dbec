import type { BadRequest } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** A line to the JSON object it must be. */
export function decodeMessage(bytes: Uint8Array): Result<JsonObject, BadRequest> {
  if (bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)) return refuse('the line is empty');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('the line is not UTF-8');
  }
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('the line is not JSON');
  }
  return isJsonObject(value) ? ok(value) : refuse('the line is not a JSON object');
}

function refuse(detail: string): Result<JsonObject, BadRequest> {
  return err({
    reason: 'bad-request',
    detail: `${detail}: write one JSON object per line, such as {"type":"ListProcesses"}`,
  });
}
