/** The plan of the house: which room may know of which, and that nothing goes round in circles. */
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import { repository, roomOf, shippedFiles, sourceFiles } from './source-files.js';

const leaves = [
  'journal',
  'scoring',
  'guardrails',
  'approvers',
  'reports',
  'scenarios',
  'agents',
  'fidelity',
  'world-faults',
];
const belowRuns = ['contract', 'catalog', 'wire', 'iam', 'cloud', ...leaves, 'gateway', 'backends'];

/** Rooms, and what each may import besides itself. */
const table: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  catalog: ['contract'],
  wire: ['contract', 'catalog'],
  iam: ['contract', 'catalog'],
  cloud: ['contract', 'catalog', 'iam'],
  ...Object.fromEntries(leaves.map((room) => [room, ['contract']])),
  gateway: ['contract', 'wire', 'iam', 'journal'],
  backends: ['contract', 'wire', 'cloud'],
  runs: belowRuns,
  cli: ['contract', 'runs', 'reports'],
  // A step of the build, on no call's way.
  packaging: [],
};

const files = sourceFiles();
const house = files.filter(({ path }) => !path.startsWith('test/'));

describe('the rooms of the house', () => {
  it('are the ones of the plan', () => {
    const rooms = new Set(house.map(({ path }) => roomOf(path)));
    expect([...rooms].filter((room) => !Object.hasOwn(table, room))).to.deep.equal([]);
    expect(rooms).to.include('contract');
  });

  for (const [room, allowed] of Object.entries(table)) {
    it(`${room} imports ${allowed.length === 0 ? 'nothing of the project' : allowed.join(', ')}`, () => {
      const wrong = house
        .filter(({ path }) => roomOf(path) === room)
        .flatMap(({ path, imports }) =>
          imports
            .filter(
              ({ file }) => file !== undefined && roomOf(file) !== room && !allowed.includes(roomOf(file)),
            )
            .map(({ file }) => `${path} imports ${file}`),
        );
      expect(wrong).to.deep.equal([]);
    });
  }

  it('a scenario imports nothing of another scenario', () => {
    const folder = (path: string) => path.split('/').slice(0, 2).join('/');
    const wrong = house
      .filter(({ path }) => path.startsWith('scenarios/'))
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ file }) => file?.startsWith('scenarios/') === true && folder(file) !== folder(path))
          .map(({ file }) => `${path} imports ${file}`),
      );
    expect(wrong).to.deep.equal([]);
  });
});

describe('files', () => {
  it('do not import each other in circles', () => {
    const imports = new Map(files.map(({ path, imports: all }) => [path, all.map(({ file }) => file)]));
    const circles: string[] = [];
    const done = new Set<string>();
    const way: string[] = [];
    const visit = (path: string) => {
      const start = way.indexOf(path);
      if (start !== -1) circles.push([...way.slice(start), path].join(' → '));
      if (start !== -1 || done.has(path)) return;
      way.push(path);
      for (const next of imports.get(path) ?? []) if (next !== undefined) visit(next);
      way.pop();
      done.add(path);
    };
    for (const path of imports.keys()) visit(path);
    expect(circles).to.deep.equal([]);
  });

  it('that ship import only files that ship', () => {
    const shipped = new Set(shippedFiles().map(({ path }) => path));
    const wrong = shippedFiles().flatMap(({ path, imports }) =>
      imports
        .filter(({ file, typeOnly }) => file !== undefined && !typeOnly && !shipped.has(file))
        .map(({ file }) => `${path} imports ${file}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('that ship import only packages that are installed with them', () => {
    const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Readonly<
      Record<string, Readonly<Record<string, string>> | undefined>
    >;
    const installed = new Set(Object.keys({ ...manifest['dependencies'] }));
    const onDemand = new Set([
      ...installed,
      ...Object.keys({ ...manifest['optionalDependencies'], ...manifest['peerDependencies'] }),
    ]);
    const builtIn = new Set(builtinModules.map((name) => `node:${name}`));
    const wrong = shippedFiles().flatMap(({ path, imports }) =>
      imports
        .filter(
          ({ specifier, typeOnly }) => !specifier.startsWith('.') && !typeOnly && !builtIn.has(specifier),
        )
        .filter(({ specifier, dynamic }) => !(dynamic ? onDemand : installed).has(packageOf(specifier)))
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    expect(wrong).to.deep.equal([]);
  });
});

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
