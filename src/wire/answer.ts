import type { Control } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { failureMessage } from '../model/failure-message.ts';
import type { Result } from '../model/result.ts';
import { type ClientRequest, type ClientResponse, PROTOCOL_VERSION } from './protocol.ts';

/** A request that `Control` can answer; `Cancel` is the connection's own affair. */
export type ControlRequest = Exclude<ClientRequest, { readonly type: 'Cancel' }>;

/**
 * What a request means: the one place where the verbs of the wire meet those of `Control`.
 *
 * @param signal aborted when nobody waits for the answer any more.
 */
export async function answer(control: Control, request: ControlRequest, signal: AbortSignal): Promise<ClientResponse> {
  switch (request.type) {
    case 'Hello':
      return reply(await control.session(), (session) => ({ type: 'Hello', protocol: PROTOCOL_VERSION, session }));
    case 'GetSession':
      return reply(await control.session(), (session) => ({ type: 'Session', session }));
    case 'GetUsage':
      return reply(await control.usage(), (usage) => ({ type: 'Usage', usage }));
    case 'GetLoopDelay':
      return reply(await control.loopDelay(request.forMs), (delay) => ({ type: 'LoopDelay', delay }));
    case 'ListProcesses':
      return reply(await control.list(request.processId), (processes) => ({ type: 'Processes', processes }));
    case 'GetResources':
      return reply(await control.resources(request.processId), (resources) => ({ type: 'Resources', resources }));
    case 'GetResourceHistory':
      return reply(await control.resourceHistory(request.processId, request.afterMs), (history) => ({
        type: 'ResourceHistory',
        ...history,
      }));
    case 'GetTimeline':
      return reply(await control.timeline(request.processId, request.since), (timeline) => ({
        type: 'Timeline',
        ...timeline,
      }));
    case 'GetProcessStatus':
      return reply(await control.status(request.processId), (report) => ({ type: 'Status', ...report }));
    case 'Why':
      return reply(await control.why(request.processId), (why) => ({ type: 'Why', ...why }));
    case 'GetEnvironment':
      return reply(await control.environment(request.processId), (environment) => ({
        type: 'Environment',
        environment,
      }));
    case 'ExplainEnvironment':
      return reply(await control.explainEnvironment(request.processId), (environment) => ({
        type: 'EnvironmentExplained',
        environment,
      }));
    case 'GetLogs': {
      const { type: _, processId, ...query } = request;
      return reply(await control.logs({ processes: processId, ...query }, signal), (page) => ({
        type: 'Logs',
        ...page,
      }));
    }
    case 'GetEvents':
      return reply(await control.events(request.after, request.waitMs, signal), (page) => ({
        type: 'Events',
        ...page,
      }));
    case 'StartProcess': {
      const { processId, wait, dependencies } = request;
      return reply(await control.act('start', processId, { wait, dependencies }), done);
    }
    case 'StopProcess':
      return reply(await control.act('stop', request.processId, { wait: request.wait, dependencies: true }), done);
    case 'RestartProcess':
      return reply(await control.act('restart', request.processId, { wait: request.wait, dependencies: true }), done);
    case 'SignalProcess':
      return reply(await control.signal(request.processId, request.signal), done);
    case 'SendInput': {
      const { processId, text, data, timeoutMs } = request;
      if ((text === null) === (data === null)) {
        return errorReply({ reason: 'bad-request', detail: 'SendInput needs text or data' });
      }
      return reply(await control.send(processId, data ?? Buffer.from(text ?? ''), timeoutMs, signal), done);
    }
    case 'GetTerminal':
      return reply(
        await control.terminal(request.processId, request.after, request.waitMs, signal),
        ({ bytes, ...page }) => ({ type: 'Terminal', data: Buffer.from(bytes).toString('base64'), ...page }),
      );
    case 'ResizeTerminal': {
      const { columns, rows } = request;
      return reply(await control.resizeTerminal(request.processId, { columns, rows }), () => ({ type: 'Resized' }));
    }
    case 'ScaleProcess':
      return reply(await control.scale(request.processId, request.replicas), done);
    case 'Wait':
      return reply(await control.wait(request.processId, request.goal, request.timeoutMs, signal), done);
    case 'GetConfiguration':
      return reply(await control.configuration(), (configuration) => ({ type: 'Configuration', configuration }));
    case 'Plan':
      return reply(await control.plan(), (plan) => ({ type: 'Plan', plan }));
    case 'Reload':
      return reply(await control.reload(), (plan) => ({ type: 'Reloaded', plan }));
    case 'Shutdown':
      return reply(await control.shutdown(), done);
    default:
      return request satisfies never;
  }
}

export function errorReply(failure: Failure): ClientResponse {
  return { type: 'Error', code: failure.reason, message: failureMessage(failure), failure };
}

function reply<T>(result: Result<T, Failure>, toResponse: (value: T) => ClientResponse): ClientResponse {
  return result.ok ? toResponse(result.value) : errorReply(result.failure);
}

function done(outcomes: Extract<ClientResponse, { readonly type: 'Ok' }>['outcomes']): ClientResponse {
  return { type: 'Ok', outcomes };
}
