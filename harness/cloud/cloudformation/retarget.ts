/** Turns a stack towards what it is to be next, before anything of it is done. */
import type { StackTarget } from './stack-record.js';
import type { StackRun } from './stack-run.js';

export interface NextTarget {
  readonly target: StackTarget;
  /** Undefined or null for the service role that the stack has. */
  readonly roleArn: string | null | undefined;
  readonly disableRollback: boolean;
}

export function retarget(run: StackRun, { target, roleArn, disableRollback }: NextTarget): void {
  run.change({
    target,
    roleArn: roleArn ?? run.body.roleArn,
    disableRollback,
    updatedAt: run.context.now,
  });
  run.retag(target.tags);
}
