import { Command, Option } from 'clipanion';
import type { RemoteSession } from '../../ipc/client.ts';
import type { GraphNode } from '../../model/dependency-tree.ts';
import type { Failure } from '../../model/failure.ts';
import { readGraph, wholeGraph } from '../../model/read-graph.ts';
import { toJson } from '../../wire/json.ts';
import { ExitCode } from '../exit-code.ts';
import { renderDot, renderGraphText, renderMermaid } from '../render/graph.ts';
import { ClientCommand } from './client-command.ts';
import { oneOf } from './option-values.ts';
import { Misuse } from './pom-command.ts';

const FORMATS = ['text', 'mermaid', 'dot', 'json'] as const;
type Format = (typeof FORMATS)[number];

export class GraphCommand extends ClientCommand {
  static override readonly paths = [['graph']];
  static override readonly usage = Command.Usage({
    category: 'Look',
    description: 'Show which process waits for which, and for what.',
    details: `
      The text is a tree: below each process is what it depends on, with the condition that it waits for. A process that
      several depend on is drawn in full once and marked where it comes again. In the other formats an arrow leads from a
      process to what it depends on.

      Shows what runs, with statuses; without a running session, what the configuration says.
    `,
    examples: [
      ['For a terminal', 'pom graph'],
      ['A picture', 'pom graph --format dot | dot -Tsvg > graph.svg'],
    ],
  });

  readonly format = Option.String('--format', { description: 'text (the default), mermaid, dot or json.' });

  protected override async perform(): Promise<number> {
    this.#format();
    return super.perform();
  }

  protected async performIn(session: RemoteSession): Promise<number> {
    const nodes = await readGraph(session);
    return nodes.ok ? this.#show(nodes.value) : this.fail(nodes.failure);
  }

  protected override async withoutSession(failure: Failure): Promise<number> {
    if (failure.reason !== 'no-session') return this.fail(failure);
    const project = this.atRest();
    if (!project.ok) return this.fail(project.failure);
    const { graphAtRest } = await import('../../app/index.ts');
    const nodes = graphAtRest(project.value);
    return nodes.ok ? this.#show(wholeGraph(nodes.value)) : this.fail(nodes.failure);
  }

  async #show(nodes: readonly GraphNode[]): Promise<number> {
    await this.output.line(render(nodes, this.#format()));
    return ExitCode.done;
  }

  /** @throws {Misuse} */
  #format(): Format {
    const format = oneOf(FORMATS, this.format ?? (this.json ? 'json' : 'text'));
    if (format === null) throw new Misuse(`--format takes ${FORMATS.join(', ')}, not "${this.format}"`);
    if (this.json && format !== 'json') throw new Misuse(`--json and --format ${format} contradict each other`);
    return format;
  }
}

function render(nodes: readonly GraphNode[], format: Format): string {
  switch (format) {
    case 'text':
      return renderGraphText(nodes);
    case 'mermaid':
      return renderMermaid(nodes);
    case 'dot':
      return renderDot(nodes);
    case 'json':
      return toJson({ processes: nodes });
    default:
      return format satisfies never;
  }
}
