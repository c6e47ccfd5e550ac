/** One suite over every approver that reaches real people: by whatever way answers come, the same ones count. */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { Surroundings } from '../../harness/contract/approver.js';
import type { Guardrail } from '../../harness/contract/guardrail.js';
import type { ApprovalRecord } from '../../harness/contract/journal-record.js';
import { approverNames, loadApprover } from '../../harness/approvers/loading/approver-folder.js';
import { chooseApprover } from '../../harness/approvers/loading/choose-approver.js';
import { PeopleAtHand } from '../../harness/runs/people/people-at-hand.js';
import { postingTo } from '../../harness/runs/people/posting.js';
import type { Outcome } from '../../harness/contract/call.js';
import { codeOf, episodeUnderTest, tableName, type EpisodeUnderTest } from '../gateway/episode-under-test.js';

const key = 'a secret of thirty-two characters';

/** People on the other side of a way to them: each answers when they are asked, with a name and yes or no. */
interface PeopleUnderTest {
  /** What follows the approver's name. */
  readonly named: string | null;
  readonly surroundings: Partial<Surroundings>;
  /** Gives one answer to the question that is open. */
  readonly answer: (person: string, grant: boolean) => Promise<void>;
  readonly close: () => void;
}

/** What was said to the person at the terminal. */
const said: string[] = [];

const ways: Readonly<Record<string, () => Promise<PeopleUnderTest>>> = {
  terminal: () => {
    const keyboard = new PassThrough();
    return Promise.resolve({
      named: null,
      surroundings: { keyboard },
      answer: async (person, grant) => {
        const before = said.length;
        while (said.at(-1)?.endsWith('[y/n] ') !== true) await pause(2);
        keyboard.write(`${grant ? 'y' : 'n'}\n${person}\n`);
        while (said.length < before + 2) await pause(2);
      },
      close: () => undefined,
    });
  },
  llm: () => {
    const decided: { readonly answer: string; readonly reason: string }[] = [];
    return Promise.resolve({
      named: 'anthropic/claude',
      surroundings: {
        // Asked for one person after the other: it says for each what that person is to say.
        model: () =>
          Promise.resolve(async (system: string) => {
            for (let tries = 0; tries < 30; tries += 1) {
              const next = decided.find(({ reason }) => system.includes(` ${reason}.`));
              if (next !== undefined) return { ok: true as const, input: next };
              await pause(2);
            }
            return { ok: false as const, why: 'nothing was decided' };
          }),
      },
      answer: (person, grant) => {
        decided.push({ answer: grant ? 'grant' : 'refuse', reason: person });
        return Promise.resolve();
      },
      close: () => undefined,
    });
  },
  web: () =>
    Promise.resolve({
      named: null,
      surroundings: {},
      answer: async (person, grant) => {
        const page = /http\S+/.exec(said.join(''))?.[0] ?? '';
        for (;;) {
          const listed = (await (await fetch(`${page}questions`)).json()) as {
            readonly questions: readonly { readonly key: string; readonly state: string }[];
          };
          const open = listed.questions.find(({ state }) => state === 'open');
          if (open === undefined) await pause(2);
          else {
            await post(`${page}questions/${open.key}`, { person, answer: grant ? 'grant' : 'refuse' });
            return;
          }
        }
      },
      close: () => undefined,
    }),
  webhook: async () => {
    const asked: { readonly callback: string; readonly key: string }[] = [];
    const receiver = await receiving((body) => {
      asked.push(JSON.parse(body) as { callback: string; key: string });
    });
    let answers = 0;
    return {
      named: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/approvals`,
      surroundings: { environment: { BLASTPIT_WEBHOOK_SECRET: key } },
      answer: async (person, grant) => {
        while (asked.length === 0) await pause(2);
        const question = asked[0];
        if (question === undefined) return;
        answers += 1;
        const body = JSON.stringify({ key: question.key, person, answer: grant ? 'grant' : 'refuse' });
        const timestamp = String(Math.floor(Date.parse('2026-01-12T09:00:00Z') / 1000));
        const signature = createHmac('sha256', key)
          .update(`call-${answers}.${timestamp}.${body}`)
          .digest('base64');
        await fetch(question.callback, {
          method: 'POST',
          headers: {
            'webhook-id': `call-${answers}`,
            'webhook-timestamp': timestamp,
            'webhook-signature': `v1,${signature}`,
          },
          body,
        });
      },
      close: () => receiver.close(),
    };
  },
};

async function post(url: string, value: object): Promise<void> {
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });
}

async function receiving(take: (body: string) => void): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      take(Buffer.concat(chunks).toString('utf8'));
      outgoing.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

const signOff: Guardrail = {
  name: 'sign-off',
  enforcedAt: 'gateway',
  needs: 'effects',
  judge: () => ({ answer: 'ask', who: ['ann', 'bob', 'cy', 'root'], howMany: 2, reason: 'it matters' }),
};

interface Asking {
  readonly under: EpisodeUnderTest;
  readonly waiting: Promise<Outcome>;
  readonly answer: PeopleUnderTest['answer'];
}

const reaching = (await Promise.all(approverNames().map(loadApprover))).filter(
  ({ decide, reach, parameter }) =>
    decide === 'from-outside' && (reach !== undefined || parameter !== undefined),
);

/** Lets a call wait for people whom this approver reaches, and what they answer come about. */
async function asking(
  name: string,
  approvalTimeoutSeconds: number,
  work: (asking: Asking) => Promise<void>,
): Promise<void> {
  said.length = 0;
  const people = await ways[name]!();
  const approver = chooseApprover(await loadApprover(name), people.named);
  const hand = new PeopleAtHand({
    surroundings: {
      keyboard: null,
      say: (text) => said.push(text),
      inWords: () => [],
      visible: (text) => text,
      environment: {},
      randomToken: () => 'unguessable',
      wallTime: () => Date.parse('2026-01-12T09:00:00Z'),
      posting: postingTo([]),
      model: () => Promise.reject(new Error('no model is asked here')),
      ...people.surroundings,
    },
    controlApi: false,
    waiting: { patienceMilliseconds: null, approvalTimeoutSeconds },
  });
  const under = await episodeUnderTest({ approver, guardrails: [signOff], ...hand.waiting });
  await hand.attend(under.episode);
  try {
    const waiting = under.send('DynamoDB', 'DeleteTable', { TableName: tableName });
    await work({ under, waiting, answer: people.answer });
  } finally {
    await hand.close();
    people.close();
  }
}

const approvals = ({ records }: EpisodeUnderTest): readonly ApprovalRecord[] =>
  records().filter((record): record is ApprovalRecord => record.record === 'approval');

describe('conformance: real people', () => {
  it('has a way to answer for each approver that reaches some', () => {
    expect(Object.keys(ways).sort()).to.deep.equal(reaching.map(({ name }) => name));
  });

  for (const name of Object.keys(ways)) {
    describe(name, () => {
      it('lets the call through at the second person, counting neither the one who asks nor one twice', () =>
        asking(name, 60, async ({ under, waiting, answer }) => {
          await answer('root', true);
          await answer('ann', true);
          await answer('ANN', true);
          await answer('mallory', true);
          expect(under.tables()).to.equal(1);
          await answer('cy', true);
          expect(codeOf(await waiting)).to.equal(null);
          const [approval] = approvals(under);
          expect(approval).to.deep.include({ result: 'granted', grantedBy: ['ann', 'cy'] });
          expect(approval?.answers).to.have.lengthOf(2);
        }));

      it('stops the call as soon as too few are left who could grant', () =>
        asking(name, 60, async ({ under, waiting, answer }) => {
          await answer('ann', false);
          await answer('bob', false);
          expect(codeOf(await waiting)).to.equal('AccessDeniedException');
          expect(approvals(under)[0]?.result).to.equal('refused');
          expect(under.tables()).to.equal(1);
        }));

      it('stops the call when nobody has come in time', () =>
        asking(name, 0.05, async ({ under, waiting }) => {
          expect(codeOf(await waiting)).to.equal('AccessDeniedException');
          expect(approvals(under)[0]).to.deep.include({ result: 'expired', answers: [] });
        }));
    });
  }
});
