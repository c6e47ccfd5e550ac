/** Tries one piece of work on a stack's resource: what fails leaves nothing behind but a reason and a note. */
import { resourceType } from '../../catalog/resource-types.js';
import { AwsFailure, type AwsError } from '../../contract/aws-error.js';
import { CallContext } from '../call-context.js';
import { observe } from '../world/model.js';
import type { ResourceRecord } from '../world/state.js';
import { Transaction } from '../world/transaction.js';
import { genericAction, type ResourceDeed } from './generic-action.js';
import type { StackRun } from './stack-run.js';

export interface Attempt {
  readonly logicalId: string;
  readonly type: string;
  readonly deed: ResourceDeed;
  /** Empty where there is none yet. */
  readonly physicalId: string;
}

export type Attempted<Result> =
  { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly reason: string };

/**
 * Runs work in a transaction of its own, so that ids of resources that begin in the same event do not meet. A failure
 * drops what it did; one by a check is noted for the journal.
 */
export function attempt<Result>(
  run: StackRun,
  about: Attempt,
  work: (context: CallContext) => Result,
): Attempted<Result> {
  const outer = run.context.transaction;
  const { cause, callId, checked } = outer.motive;
  const motive = { cause: `${cause} ${about.deed} ${about.logicalId} ${about.physicalId}`, callId, checked };
  const inner = new Transaction(outer.model, outer.state, outer.now, motive);
  const acting = run.acting(about.logicalId);
  try {
    const result = work(new CallContext(acting.cloud, inner, acting.standing));
    outer.restore(inner.state);
    return { ok: true, result };
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    note(run, about, error.error);
    return { ok: false, reason: reasonOf(run, about, error.error) };
  }
}

function note(run: StackRun, about: Attempt, error: AwsError): void {
  const { origin, message, code } = error;
  if (origin === 'constraint' || origin === 'guardrail') return;
  const asked = /not authorized to perform: (\S+)(?: on resource: "?([^\s"]+)"?)?/.exec(message);
  const record = recordOf(run, about.type, about.physicalId);
  const published = resourceType(about.type);
  const action = asked?.[1] ?? (published === undefined ? about.type : genericAction(published, about.deed));
  const resource = record?.arn ?? asked?.[2] ?? about.logicalId;
  const stop = { origin, action, resource, message };
  if (origin === 'authorisation') {
    run.context.transaction.stop({
      ...stop,
      by: policyNamed(run, about, action, asked?.[2] ?? '*', message) ?? code,
    });
    return;
  }
  const switches = record === undefined ? [] : observe(run.context.transaction.model, record).protections;
  if (origin === 'protection' && message.includes(' by stack policy: ')) {
    run.context.transaction.stop({ ...stop, by: 'StackPolicy' });
    return;
  }
  const held = origin === 'protection' && switches.length > 0;
  run.context.transaction.stop({ ...stop, by: held ? switches.join(', ') : code });
}

/** The kind of policy that AWS's message names, and the policy itself, which it does not. */
function policyNamed(
  run: StackRun,
  about: Attempt,
  action: string,
  resource: string,
  message: string,
): string | undefined {
  const kind = /(?:because no (.+?) allows|with an explicit deny in (?:an? |the )?(.+?)\.?$)/.exec(message);
  const acting = run.acting(about.logicalId);
  const decision = acting.cloud.decide(
    [{ action, resources: [resource] }],
    acting,
    acting.standing.calledVia,
  );
  const policy = decision.allowed ? null : decision.policy;
  const said = kind?.[1] ?? kind?.[2];
  return said !== undefined && policy !== null ? `${said} ${policy}` : said;
}

/** A resource's record, wherever its type keeps it: in the region, or in the account. */
export function recordOf(run: StackRun, type: string, physicalId: string): ResourceRecord | undefined {
  const { context } = run;
  return (
    context.transaction.resource(context.place(type), physicalId) ??
    context.transaction.resource(context.globalPlace(type), physicalId)
  );
}

/** How a resource handler's error reads in a stack's events. */
function reasonOf(run: StackRun, about: Attempt, error: AwsError): string {
  if (error.code === 'ValidationError' && error.origin === 'constraint') return error.message;
  const token = run.context.transaction.uuid(`handler ${about.deed} ${about.logicalId}`);
  return `Resource handler returned message: "${error.message}" (RequestToken: ${token}, HandlerErrorCode: ${handlerCode(error)})`;
}

function handlerCode({ origin, code }: AwsError): string {
  if (origin === 'authorisation') return 'AccessDenied';
  if (/AlreadyExists|EntityAlreadyExists|ResourceInUse/.test(code)) return 'AlreadyExists';
  if (/NotFound|NoSuch/.test(code)) return 'NotFound';
  if (/Limit|Quota/.test(code)) return 'ServiceLimitExceeded';
  if (code.includes('Throttl')) return 'Throttling';
  return origin === 'constraint' || origin === 'protection' ? 'InvalidRequest' : 'GeneralServiceException';
}
