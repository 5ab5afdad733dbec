import type { Format } from 'ajv';
import { cronMistake, isTimezone } from '../util/cron.ts';
import { isHttpUrl, isPattern, parseAddress } from './address.ts';
import { parseDuration } from './duration.ts';
import { parsePort } from './port.ts';
import { parseSignalName } from './signal-name.ts';
import { parseSize } from './size.ts';

/** What the formats that `pom.schema.json` names stand for. */
export const schemaFormats: Readonly<Record<string, Format>> = {
  'pom-duration': (text: string) => parseDuration(text) !== null,
  'pom-size': (text: string) => (parseSize(text) ?? 0) > 0,
  'pom-umask': /^0?[0-7]{3}$/,
  'pom-user': /^[A-Za-z0-9_][A-Za-z0-9_.$-]*(:[A-Za-z0-9_][A-Za-z0-9_.$-]*)?$/,
  'pom-length': (text: string) => (parseDuration(text) ?? 0) > 0,
  'pom-url': isHttpUrl,
  'pom-address': (text: string) => parseAddress(text) !== null,
  'pom-port': (text: string) => parsePort(text) !== null,
  'pom-regex': isPattern,
  'pom-cron': (text: string) => cronMistake(text) === null,
  'pom-timezone': isTimezone,
  'pom-signal': (text: string) => parseSignalName(text) !== null,
};
