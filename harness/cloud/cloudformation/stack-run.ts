/** One event's or call's work on one stack: what it reads and writes, and what it reports on the way. */
import type { JsonObject } from '../../contract/json.js';
import type { CallContext } from '../call-context.js';
import { actingAsCloudFormation, isCloudFormation } from './acting.js';
import { assemble, type Assembly } from './assemble.js';
import type { Scope } from './scope.js';
import { exportedValue } from './exports.js';
import { genericProvider } from './generic-resource.js';
import { readTemplate } from './read-template.js';
import { serviceRoleActor } from './service-role.js';
import {
  eventPrefix,
  memberAt,
  memberKey,
  operationKey,
  templateAt,
  type Member,
  type StackBody,
  type StackEvent,
  type StackRecord,
  type StackStatus,
  memberOf,
  type StackTarget,
} from './stack-record.js';
import { operationAt, standingIn, type Phase, type StackOperation } from './stack-operation.js';
import type { Plan } from './plan.js';
import { templateError } from './template-failure.js';
import type { ResourceProvider } from '../service.js';

const assemblies = new WeakMap<StackTarget, Assembly>();

export class StackRun {
  readonly context: CallContext;
  #record: StackRecord;
  /** Changed in place while the run lasts: a copy of what is stored. */
  readonly #operation: { -readonly [Name in keyof StackOperation]: StackOperation[Name] };
  readonly #events: string;
  #acting: CallContext | undefined;

  constructor(context: CallContext, record: StackRecord, operation: StackOperation) {
    this.context = context;
    this.#record = record;
    this.#operation = { ...operation };
    this.#events = eventPrefix(record.id);
  }

  /** The run that an event asks for; undefined where the stack or its operation is another by now. */
  static resume(context: CallContext, payload: JsonObject): StackRun | undefined {
    const { stack, operation: id } = payload;
    if (typeof stack !== 'string') return undefined;
    const record = context.transaction.resource<StackBody>(
      context.place('AWS::CloudFormation::Stack'),
      stack,
    );
    const operation = operationAt(context.state, stack);
    if (record === undefined || operation === undefined || operation.id !== id) return undefined;
    return new StackRun(context, record, operation);
  }

  get record(): StackRecord {
    return this.#record;
  }
  get body(): StackBody {
    return this.#record.body;
  }
  get stackId(): string {
    return this.#record.id;
  }
  get operation(): StackOperation {
    return this.#operation;
  }

  change(changes: Partial<StackBody>): void {
    this.#record = { ...this.#record, body: { ...this.#record.body, ...changes } };
  }

  retag(tags: Readonly<Record<string, string>>): void {
    this.#record = { ...this.#record, tags };
  }

  proceed(changes: Partial<StackOperation>): void {
    Object.assign(this.#operation, changes);
  }

  /** Writes what has changed of the stack and its operation. */
  save(): void {
    const { transaction } = this.context;
    transaction.put(operationKey(this.stackId), { ...this.#operation });
    const stored = transaction.resource<StackBody>(this.#record, this.stackId);
    if (stored !== this.#record) transaction.putResource(this.#record);
  }

  /** Begins a phase a moment later: the plan's steps wait until then. */
  enter(phase: Phase, plan: Plan, afterSeconds: number): void {
    this.proceed({ phase, plan, progress: 'w'.repeat(plan.length), open: 0, failing: null });
    this.schedule(afterSeconds, 'cloudformation.begin', {});
  }

  schedule(afterSeconds: number, handler: string, further: JsonObject): string {
    const payload = { stack: this.stackId, operation: this.#operation.id, ...further };
    const { deleter } = this.#operation;
    const standing = deleter === null ? this.context.standing : standingIn(deleter);
    const about = this.context.key(this.#record, this.stackId);
    return this.context.transaction.schedule(afterSeconds, handler, payload, standing, about);
  }

  /** The stack's status changes, and an event says so. */
  become(status: StackStatus, reason: string | null): void {
    this.change({ status, reason });
    this.report({ logicalId: '', type: this.#record.type, physicalId: this.stackId, status, reason });
  }

  report(
    event: Pick<StackEvent, 'logicalId' | 'type' | 'physicalId' | 'status' | 'reason'>,
    properties?: JsonObject,
  ): void {
    const { logicalId, type, physicalId, status, reason } = event;
    const { events, token } = this.#operation;
    const time = this.context.now;
    const happened: StackEvent = {
      logicalId,
      type,
      physicalId,
      time,
      status,
      reason,
      properties: properties ?? null,
      token,
    };
    this.context.transaction.put(this.#events + String(events).padStart(8, '0'), happened);
    this.#operation.events = events + 1;
  }

  member(logicalId: string): Member | undefined {
    return memberAt(this.context.state, this.stackId, logicalId);
  }

  /** Stores a member as it is now, and reports its status where that is said. */
  put(member: Omit<Member, 'at' | 'lastPhysicalId'>, physicalId: string): void {
    this.context.transaction.put(memberKey(this.stackId, member.logicalId), {
      ...member,
      at: this.context.now,
      lastPhysicalId: physicalId,
    });
  }

  forget(logicalId: string): void {
    this.context.transaction.delete(memberKey(this.stackId, logicalId));
  }

  /** The template of a target, with its parameters' values. */
  assembly(target: StackTarget): Assembly {
    let assembly = assemblies.get(target);
    if (assembly === undefined) {
      const { account, region, partition } = this.context;
      assembly = assemble(
        readTemplate(this.templateText(target)),
        { ...target.parameters, ...target.resolved },
        {
          stackId: this.stackId,
          stackName: this.body.name,
          account,
          region,
          partition,
          notificationArns: target.notificationArns,
        },
      );
      assemblies.set(target, assembly);
    }
    return assembly;
  }

  templateText(target: StackTarget): string {
    return templateAt(this.context.state, target.template);
  }

  /** A scope that reads the stack's resources as they are now. */
  scope(assembly: Assembly): Scope {
    return assembly.scope({
      reference: (logicalId) => this.#reference(logicalId),
      attribute: (logicalId, name) => this.#attribute(logicalId, name),
      importValue: (name) => exportedValue(this.context, name),
    });
  }

  provider(type: string): ResourceProvider {
    return this.context.cloud.provider(type) ?? genericProvider(type);
  }

  /**
   * On whose behalf resources are worked on: the service role's, or the caller's; CloudFormation is on the way. A nested
   * stack's operation runs on the behalf that the outer stack's resources are worked on.
   */
  acting(logicalId: string): CallContext {
    this.#acting ??= this.#act();
    return this.#acting.with({ member: memberOf(this.body, this.stackId, logicalId) });
  }

  #act(): CallContext {
    const { actor } = this.context.standing;
    const { roleArn } = this.body;
    if (roleArn === null || isCloudFormation(this.context)) return actingAsCloudFormation(this.context);
    return actingAsCloudFormation(
      this.context.with({ actor: serviceRoleActor(actor, roleArn, this.context.now) }),
    );
  }

  #reference(logicalId: string): string {
    const member = this.member(logicalId);
    const version = member?.current;
    if (member === undefined || version === null || version === undefined) throw unresolved(logicalId);
    const { physicalId, properties } = version;
    const read = this.provider(member.type).reference;
    return read === undefined ? physicalId : read(physicalId, properties, this.acting(logicalId));
  }

  #attribute(logicalId: string, name: string): JsonObject[string] {
    const member = this.member(logicalId);
    const version = member?.current;
    if (member === undefined || version === null || version === undefined) throw unresolved(logicalId);
    const { physicalId, properties } = version;
    const attributes = this.provider(member.type).attributes(physicalId, properties, this.acting(logicalId));
    const value = attributes[name];
    if (value !== undefined) return value;
    throw templateError(`resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`);
  }
}

function unresolved(logicalId: string): Error {
  return templateError(`resource ${logicalId} has no physical resource yet`);
}
