/** The database engines that RDS runs, and what follows from one where the caller does not say. */
import { constraint } from '../../../contract/aws-error.js';

export interface Engine {
  readonly port: number;
  /** Modeled: a version that was the default in 2025. */
  readonly version: string;
  readonly license: string;
  /** Whether it runs in clusters, alone, or both. */
  readonly cluster: boolean;
  readonly instance: boolean;
}

const open = { license: 'general-public-license', cluster: false, instance: true };
const aurora = { cluster: true, instance: false };
const oracle = {
  port: 1521,
  version: '19.0.0.0.ru-2025-04.rur-2025-04.r1',
  license: 'bring-your-own-license',
};
const microsoft = { port: 1433, version: '16.00.4185.3.v1', license: 'license-included' };
const alone = { cluster: false, instance: true };

const engines: Readonly<Record<string, Engine>> = {
  'aurora-mysql': { ...aurora, port: 3306, version: '8.0.mysql_aurora.3.08.2', license: open.license },
  'aurora-postgresql': { ...aurora, port: 5432, version: '16.6', license: 'postgresql-license' },
  mariadb: { ...open, port: 3306, version: '11.4.4' },
  mysql: { ...open, port: 3306, version: '8.0.41', cluster: true },
  postgres: { port: 5432, version: '17.4', license: 'postgresql-license', cluster: true, instance: true },
  'oracle-ee': { ...oracle, ...alone },
  'oracle-se2': { ...oracle, ...alone },
  'sqlserver-ee': { ...microsoft, ...alone },
  'sqlserver-ex': { ...microsoft, ...alone },
  'sqlserver-se': { ...microsoft, ...alone },
  'sqlserver-web': { ...microsoft, ...alone },
};

/** @throws AwsFailure InvalidParameterValue where RDS has no such engine. */
export function engineNamed(name: string): Engine {
  const engine = engines[name];
  if (engine === undefined) throw constraint('InvalidParameterValue', 'Invalid DB engine');
  return engine;
}

/** The parameter group family of an engine's version, e.g. `postgres17`, `mysql8.0`. */
export function familyOf(engine: string, version: string): string {
  const [major = '', minor = ''] = version.split('.');
  if (engine.endsWith('postgresql') || engine === 'postgres') return `${engine}${major}`;
  if (engine.startsWith('oracle-')) return `${engine}-${major}`;
  if (engine.startsWith('sqlserver-')) return `${engine}-${major}.0`;
  return `${engine}${major}.${minor}`;
}
