/** What the README shows of wrong input is what is printed, with status 2 and nothing written. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { expect } from 'chai';
import { repository } from '../house/source-files.js';
import { type } from './fake-terminal.js';

/** What stands in the folder where the commands are typed. */
const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "orders", "type": "module" }\n',
  'bad-reference.yaml': `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Ref QueueNam
`,
  'cycle.yaml': `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !GetAtt Refunds.QueueName
  Refunds:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !GetAtt Orders.QueueName
`,
  'missing-parameter.yaml': `Parameters:
  Stage:
    Type: String
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub '\${Stage}-orders'
`,
  'policy.json': `{
  "Version": "2012-10-17",
  "Statement": [
    { "Efect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
  ]
}
`,
  'scenarios/throws/scenario.ts': `import { readFileSync } from 'node:fs';

export default { template: readFileSync('missing.yaml', 'utf8') };
`,
  'scenarios/half/scenario.ts': `import { defineScenario } from 'blastpit/scenario';

export default defineScenario({ name: 'half', title: 'half a scenario' });
`,
  'guardrails/loud.ts': `export default { name: 'quiet', summary: 'calls itself something else' };
`,
};

/** A command of the README, and everything that it prints. */
interface Shown {
  readonly command: string;
  readonly prints: string;
}

/** The console blocks of the README's section on what goes wrong. */
function shownCommands(): readonly Shown[] {
  const readme = readFileSync(join(repository, 'README.md'), 'utf8');
  const [, section = ''] = readme.split(/^## When something is wrong$/m);
  const [own = ''] = section.split(/^## /m);
  const blocks = Array.from(own.matchAll(/^```console\n([\s\S]*?)^```$/gm), ([, block = '']) => block);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ blastpit /m)
      .slice(1)
      .map((part) => {
        const end = part.indexOf('\n');
        return { command: part.slice(0, end), prints: part.slice(end + 1).replace(/\n+$/, '\n') };
      }),
  );
}

function everyFile(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
}

describe('wrong input, as the README shows it', () => {
  const stoodIn = process.cwd();
  const commands = shownCommands();
  let folder: string;
  let taken: Server | undefined;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orders-'));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    taken = await takePort(8080);
    process.chdir(folder);
  });

  after(() => {
    process.chdir(stoodIn);
    taken?.close();
    rmSync(folder, { recursive: true });
  });

  it('is shown fifteen times at least', () => {
    expect(commands).to.have.length.of.at.least(15);
  });

  for (const { command, prints } of commands) {
    it(`blastpit ${command}`, async () => {
      const there = everyFile(folder);
      const { status, out, err } = await type(command.split(' '));
      expect(out + err).to.equal(prints);
      // A file that is not what it should be is what `check` looks for: that is its answer, and no wrong usage.
      expect(status).to.equal(command.startsWith('check ') ? 1 : 2);
      expect(everyFile(folder), 'nothing is written').to.deep.equal(there);
    });
  }
});

/** Something that listens where `serve` is to listen: this test's own, or another program's. */
function takePort(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen(port, '127.0.0.1', () => {
      resolve(server);
    });
  });
}
