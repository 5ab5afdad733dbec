import type { JsonSchema } from '../wire/json-schema.ts';

/**
 * What answers look like: the shapes of `--json`, as schemas. Members that are not named here may be there, and more may
 * come.
 */
const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };
const boolean: JsonSchema = { type: 'boolean' };
const time: JsonSchema = { type: 'string', format: 'date-time' };
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const ref = (name: AnswerName): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** An object in which all of these are. */
function object(properties: { readonly [name: string]: JsonSchema }, description?: string): JsonSchema {
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    properties,
    required: Object.keys(properties),
  };
}

export type AnswerName =
  | 'Session'
  | 'Exit'
  | 'Process'
  | 'Processes'
  | 'Report'
  | 'Why'
  | 'Graph'
  | 'Outcomes'
  | 'Line'
  | 'Logs'
  | 'Event'
  | 'Events'
  | 'Reload'
  | 'ResourceHistory'
  | 'Timeline';

export { ref as answerRef };

const status: JsonSchema = {
  type: 'string',
  enum: [
    'disabled',
    'pending',
    'starting',
    'running',
    'stopping',
    'backoff',
    'scheduled',
    'stopped',
    'completed',
    'crashed',
    'skipped',
  ],
};

const PROCESS = {
  name: text,
  status,
  wanted: { type: 'string', enum: ['up', 'down'] },
  pid: orNull(integer),
  ready: orNull(boolean),
  run: integer,
  restarts: integer,
  started_at: orNull(time),
  uptime_ms: orNull({ type: 'number' }),
  exit: orNull(ref('Exit')),
  waiting_for: list(text),
  retry_at: orNull(time),
  next_run_at: orNull(time),
  cpu: { ...orNull({ type: 'number' }), description: 'Of one core.' },
  memory: { ...orNull(integer), description: 'Resident bytes of the process with everything that descends from it.' },
  replica_of: orNull(text),
} satisfies { readonly [name: string]: JsonSchema };

const changed = list(object({ name: text, keys: list(text) }));

export const ANSWER_SCHEMAS: { readonly [N in AnswerName]: JsonSchema } = {
  Session: object({ name: text, dir: text, pid: integer, started_at: time, config_error: orNull(text) }),
  Exit: object({ code: orNull(integer), signal: orNull(text) }),
  Process: object(PROCESS),
  Processes: object({ session: ref('Session'), processes: list(ref('Process')) }, 'As "pom ps --json".'),
  Report: object(
    {
      ...PROCESS,
      spec: { type: 'object', description: 'The values of variables are left out.' },
      runs: list({ type: 'object' }),
      probes: list({ type: 'object' }),
      dependents: list(text),
      ports: list(integer),
      config_error: orNull(text),
    },
    'As "pom status --json".',
  ),
  Why: { type: 'object', description: 'As "pom why --json".' },
  Graph: object(
    {
      processes: list(
        object({
          name: text,
          status,
          depends_on: list(object({ process: text, condition: text, required: boolean })),
        }),
      ),
    },
    'As "pom graph --json".',
  ),
  Outcomes: object(
    {
      processes: list(
        object({ name: text, ok: boolean, status, error: orNull(object({ code: text, message: text })) }),
      ),
    },
    'What became of each process.',
  ),
  Line: object(
    { id: integer, process: text, stream: text, run: integer, timestamp: time, text, partial: boolean },
    'One line. `id` grows over the whole session and can be used as a cursor.',
  ),
  Logs: object(
    {
      lines: list(ref('Line')),
      next: { ...integer, description: 'The cursor: `after` it is what this page has not covered.' },
      evicted: { ...integer, description: 'Lines after the cursor that were gone before they could be read.' },
      more: {
        ...boolean,
        description:
          'The page is full: go on with `after` = `next` when reading from the start, or with `before` = the first id when reading from the end.',
      },
      matches: {
        ...integer,
        description: 'Lines of this page but for those around matches; with "count_only", of everything asked for.',
      },
      revision: { ...integer, description: 'Grows with everything that is stored of any process, parts of lines too.' },
    },
    'As "pom logs --json".',
  ),
  Event: object({ id: integer, at: time, event: object({ type: text }) }),
  Events: object({ events: list(ref('Event')), next: integer, missed: integer }),
  Reload: object(
    { added: list(text), removed: list(text), restarted: changed, updated: changed, unchanged: list(text) },
    'As "pom plan --json".',
  ),
  ResourceHistory: object(
    {
      began_at: {
        ...orNull(time),
        description:
          'Of the first row. Null when nothing has been measured yet. A wall clock that jumps ahead moves the rows after it; one that is set back moves began_at.',
      },
      every_ms: { ...integer, description: 'How far rows are apart. It doubles whenever the table is full.' },
      offsets_ms: { ...list(integer), description: 'Of each row, after began_at.' },
      processes: list(
        object({
          name: text,
          cpu: { ...list(orNull({ type: 'number' })), description: 'Of one core, the mean of each row.' },
          memory: { ...list(orNull(integer)), description: 'Resident bytes, the most of each row.' },
        }),
      ),
    },
    'Columns have a value for each row; null where a process did not live, or is not known.',
  ),
  Timeline: object(
    {
      began_at: { ...time, description: 'When the session began.' },
      now: { ...time, description: 'When this was read: as far as a run goes that has not ended.' },
      processes: list(
        object({
          name: text,
          runs: list(
            object({
              run: integer,
              started_at: time,
              ended_at: orNull(time),
              exit: orNull(ref('Exit')),
              cause: orNull(object({ reason: text })),
            }),
          ),
          failed_probes: list(
            object({
              run: integer,
              purpose: { type: 'string', enum: ['ready', 'alive'] },
              kind: text,
              at: time,
              answer: text,
            }),
          ),
          lost_runs: integer,
          lost_probes: integer,
        }),
      ),
      reloads: list({
        anyOf: [
          object({
            at: time,
            accepted: { const: true },
            plan: object({ added: list(text), removed: list(text), restarted: changed, updated: changed }),
          }),
          object({ at: time, accepted: { const: false }, diagnostics: list(object({ message: text })) }),
        ],
      }),
      lost_reloads: integer,
    },
    'Everything is oldest first. The counts are of what is no longer kept.',
  ),
};
