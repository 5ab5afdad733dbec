import { cpSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createProject, type Project } from '../rig/project.ts';

const EXAMPLES = path.join(import.meta.dirname, '..', '..', 'examples');

/** A project that is a copy of an example: what somebody runs in the checkout is not disturbed, and leaves no traces. */
export async function copyOfExample(name: string): Promise<Project> {
  const project = await createProject();
  const isSource = (file: string) => !file.startsWith(path.join(EXAMPLES, 'quickstart', 'data'));
  cpSync(path.join(EXAMPLES, name), project.dir, { recursive: true, filter: isSource });
  return project;
}

/** Ports that nobody listens on now, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listenAnywhere()));
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      return typeof address === 'object' && address !== null ? address.port : 0;
    }),
  );
}

function listenAnywhere() {
  return new Promise<ReturnType<typeof createServer>>((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
