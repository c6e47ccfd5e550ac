/** What databases go through: they come up, are worked on, stop, start by themselves, and go. */
import type { JsonObject } from '../../../contract/json.js';
import type { CallContext } from '../../call-context.js';
import { markedWithout } from '../../encrypted-resource.js';
import { provisioningTimes } from '../../provisioning-times.js';
import { sameIncarnation } from '../../records-at.js';
import type { ResourceRecord } from '../../world/state.js';
import { endBackups, followRetention, type AutomatedBackupBody } from './automated-backup.js';
import {
  changeDatabase,
  membersOf,
  scheduleFor,
  type DatabaseBody,
  type DatabaseRecord,
} from './database.js';
import type { DatabaseSettings } from './database-settings.js';
import { canBeStarted, keyNotAccessible } from './key-access.js';
import { secondsToWindow, usualWindows } from './maintenance-window.js';
import type { SnapshotBody } from './snapshot.js';
import { clusterSort, placeOf } from './sort.js';

// Modeled, of the order that operators see.
const stopSeconds = 120;
const startSeconds = 300;
const rebootSeconds = 60;

/** A stopped database starts again after seven days (User Guide, "Stopping an Amazon RDS DB instance temporarily"). */
const longestStop = 7 * 24 * 3600;

/** Stores a new database and lets it become available with its data. */
export function bringUp(
  context: CallContext,
  database: DatabaseRecord,
  seconds: number,
  data: { readonly records: number; readonly bytes: number },
): void {
  context.transaction.putResource(database);
  scheduleFor(context, database, seconds, 'up', { records: data.records, bytes: data.bytes });
}

/** Changes settings: some now, others while the database is worked on, at once or in its maintenance window. */
export function modify(
  context: CallContext,
  database: DatabaseRecord,
  now: DatabaseSettings,
  later: DatabaseSettings,
  immediately: boolean,
): DatabaseRecord {
  const { body } = database;
  const settings: DatabaseSettings = { ...body.settings, ...now };
  const waiting: DatabaseSettings = { ...body.pending?.settings, ...later };
  const idle = Object.keys(waiting).length === 0;
  if (idle || (!immediately && Object.keys(later).length === 0)) {
    const changed = changeDatabase(context, database, { settings });
    followRetention(context, changed);
    return changed;
  }
  if (body.pending !== null) context.transaction.cancel(body.pending.event);
  if (!immediately) {
    const event = awaitWindow(context, { ...database, body: { ...body, settings } });
    const changed = changeDatabase(context, database, { settings, pending: { settings: waiting, event } });
    followRetention(context, changed);
    return changed;
  }
  return beginWork(context, changeDatabase(context, database, { settings }), waiting);
}

function awaitWindow(context: CallContext, database: DatabaseRecord): string {
  const window = database.body.settings.PreferredMaintenanceWindow ?? usualWindows(database.id).maintenance;
  return scheduleFor(context, database, secondsToWindow(window, context.now), 'maintenance');
}

function beginWork(
  context: CallContext,
  database: DatabaseRecord,
  settings: DatabaseSettings,
): DatabaseRecord {
  // A stopped database is changed where it lies.
  if (database.body.status === 'stopped') {
    const changed = changeDatabase(context, database, {
      settings: { ...database.body.settings, ...settings },
      pending: null,
    });
    followRetention(context, changed);
    return changed;
  }
  const event = scheduleFor(context, database, provisioningTimes(database.type).update, 'modified');
  return changeDatabase(context, database, { status: 'modifying', pending: { settings, event } });
}

export function reboot(context: CallContext, database: DatabaseRecord): DatabaseRecord {
  scheduleFor(context, database, rebootSeconds, 'started');
  return changeDatabase(context, database, { status: 'rebooting' });
}

/** Stops it; it starts again after seven days. A cluster takes its instances with it. */
export function stop(context: CallContext, database: DatabaseRecord): DatabaseRecord {
  if (database.type === clusterSort.type) {
    for (const member of membersOf(context, database.id)) {
      if (member.body.status !== 'deleting') beginStop(context, member);
    }
  }
  const event = scheduleFor(context, database, longestStop, 'restart');
  const time = context.now + longestStop * 1000;
  return beginStop(context, changeDatabase(context, database, { restart: { event, time } }));
}

function beginStop(context: CallContext, database: DatabaseRecord): DatabaseRecord {
  scheduleFor(context, database, stopSeconds, 'stopped');
  return changeDatabase(context, database, { status: 'stopping' });
}

/**
 * Starts a stopped database, or one that was without its key.
 * @throws AwsFailure KMSKeyNotAccessibleFault while the key cannot be used.
 */
export function start(context: CallContext, database: DatabaseRecord): DatabaseRecord {
  if (database.body.withoutKey?.stage === 'inaccessible') throw keyNotAccessible(database.id);
  if (database.body.withoutKey !== undefined) return beginStart(context, markedWithout(database, null));
  return beginStart(context, database);
}

function beginStart(context: CallContext, found: ResourceRecord): DatabaseRecord {
  const database = found as DatabaseRecord;
  if (database.type === clusterSort.type) {
    for (const member of membersOf(context, database.id)) {
      if (member.body.status === 'stopped' || canBeStarted(member)) start(context, member);
    }
  }
  if (database.body.restart !== null) context.transaction.cancel(database.body.restart.event);
  scheduleFor(context, database, startSeconds, 'started');
  return changeDatabase(context, database, { status: 'starting', restart: null });
}

/** Begins to delete it; this cannot be taken back. */
export function beginDeletion(
  context: CallContext,
  database: DatabaseRecord,
  keepBackups: boolean,
): DatabaseRecord {
  const { pending, restart } = database.body;
  if (pending !== null) context.transaction.cancel(pending.event);
  if (restart !== null) context.transaction.cancel(restart.event);
  scheduleFor(context, database, provisioningTimes(database.type).delete, 'gone');
  return changeDatabase(context, database, { status: 'deleting', pending: null, restart: null, keepBackups });
}

type Happening = (context: CallContext, database: DatabaseRecord, payload: JsonObject) => void;

/** An event that finds the database it was meant for, in the status that it was meant for. */
function when(status: DatabaseBody['status'], happen: Happening) {
  return (context: CallContext, payload: JsonObject): void => {
    const { type } = payload;
    if (typeof type !== 'string') return;
    const database = sameIncarnation<DatabaseBody>(context.state, placeOf(type, context), payload);
    if (database?.body.status === status) happen(context, database, payload);
  };
}

const up: Happening = (context, database, { bytes, records }) => {
  const { volume } = database.body;
  const filled =
    volume === undefined || typeof records !== 'number' || typeof bytes !== 'number'
      ? {}
      : { volume: { records: volume.records + records, bytes: volume.bytes + bytes } };
  followRetention(context, changeDatabase(context, database, { status: 'available', ...filled }));
};

const maintained: Happening = (context, database) => {
  const { pending } = database.body;
  if (pending !== null) beginWork(context, database, pending.settings);
};

const modified: Happening = (context, database) => {
  const settings = { ...database.body.settings, ...database.body.pending?.settings };
  const changed = changeDatabase(context, database, { status: 'available', settings, pending: null });
  followRetention(context, changed);
};

const running: Happening = (context, database) => {
  changeDatabase(context, database, { status: 'available' });
};

const stopped: Happening = (context, database) => {
  changeDatabase(context, database, { status: 'stopped' });
};

const startsAgain: Happening = (context, database) => {
  start(context, changeDatabase(context, database, { restart: null }));
};

const gone: Happening = (context, database) => {
  endBackups(context, database);
  context.transaction.deleteResource(database);
};

function snapshotAvailable(context: CallContext, payload: JsonObject): void {
  const { type } = payload;
  if (typeof type !== 'string') return;
  const snapshot = sameIncarnation<SnapshotBody>(context.state, placeOf(type, context), payload);
  if (snapshot === undefined) return;
  context.transaction.putResource({ ...snapshot, body: { ...snapshot.body, status: 'available' } });
}

function backupExpires(context: CallContext, payload: JsonObject): void {
  const { type } = payload;
  if (typeof type !== 'string') return;
  const backup = sameIncarnation<AutomatedBackupBody>(context.state, placeOf(type, context), payload);
  if (backup !== undefined) context.transaction.deleteResource(backup);
}

const rebooted = when('rebooting', running);
const started = when('starting', running);
const maintainedRunning = when('available', maintained);
const maintainedStopped = when('stopped', maintained);

export const databaseEvents = {
  'rds.backup-expires': backupExpires,
  'rds.gone': when('deleting', gone),
  'rds.maintenance': (context: CallContext, payload: JsonObject): void => {
    maintainedRunning(context, payload);
    maintainedStopped(context, payload);
  },
  'rds.modified': when('modifying', modified),
  'rds.restart': when('stopped', startsAgain),
  'rds.snapshot-available': snapshotAvailable,
  'rds.started': (context: CallContext, payload: JsonObject): void => {
    rebooted(context, payload);
    started(context, payload);
  },
  'rds.stopped': when('stopping', stopped),
  'rds.up': when('creating', up),
};
