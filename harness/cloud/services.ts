/** Finds the services of the embedded cloud by reading their folder: a new service is one new folder. */
import { readdir } from 'node:fs/promises';
import type { Service } from './service.js';

let loading: Promise<readonly Service[]> | undefined;

/** All services, in the order of their folders' names; read once. */
export function loadServices(): Promise<readonly Service[]> {
  loading ??= readServices();
  return loading;
}

async function readServices(): Promise<readonly Service[]> {
  const root = new URL('services/', import.meta.url);
  const entries = await readdir(root, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    folders.sort().map(async (folder) => {
      const module = (await import(new URL(`${folder}/service.js`, root).href)) as { default: Service };
      if (module.default.folder !== folder) {
        throw new Error(`the service in ${folder} calls its folder ${module.default.folder}`);
      }
      return module.default;
    }),
  );
}
