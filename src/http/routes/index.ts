import type { Route } from '../route.ts';
import { CONFIG_ROUTES } from './config.ts';
import { EVENT_ROUTES } from './events.ts';
import { HISTORY_ROUTES } from './history.ts';
import { LOG_ROUTES } from './logs.ts';
import { METRICS_ROUTES } from './metrics.ts';
import { PROCESS_ROUTES } from './processes.ts';
import { SESSION_ROUTES } from './session.ts';

/** Everything that can be asked. */
export const ROUTES: readonly Route[] = [
  ...SESSION_ROUTES,
  ...PROCESS_ROUTES,
  ...LOG_ROUTES,
  ...EVENT_ROUTES,
  ...CONFIG_ROUTES,
  ...HISTORY_ROUTES,
  ...METRICS_ROUTES,
];
