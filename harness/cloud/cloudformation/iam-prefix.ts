/** Which IAM prefix the actions of a CloudFormation type have, where its namespace is written otherwise. */
import { iamService, iamServicePrefixes } from '../../catalog/iam-actions.js';
import type { ResourceType } from '../../catalog/resource-types.js';

/** By namespace, in lower case; those that match a prefix, dashes aside, need no entry. */
const prefixes: Readonly<Record<string, string>> = {
  amazonmq: 'mq',
  apigatewayv2: 'apigateway',
  bcm: 'bcm-dashboards',
  certificatemanager: 'acm',
  cognito: 'cognito-idp',
  connectcampaignsv2: 'connect-campaigns',
  customerprofiles: 'profile',
  devopsagent: 'aidevops',
  directoryservice: 'ds',
  docdb: 'rds',
  efs: 'elasticfilesystem',
  elasticloadbalancingv2: 'elasticloadbalancing',
  elasticsearch: 'es',
  emr: 'elasticmapreduce',
  eventschemas: 'schemas',
  eventsv2: 'events',
  greengrassv2: 'greengrass',
  healthimaging: 'medical-imaging',
  inspectorv2: 'inspector2',
  iotcoredeviceadvisor: 'iotdeviceadvisor',
  iotsecuretunneling: 'iot',
  iotthingsgraph: 'iot',
  kinesisanalyticsv2: 'kinesisanalytics',
  kinesisfirehose: 'firehose',
  location: 'geo',
  macie: 'macie2',
  msk: 'kafka',
  mwaa: 'airflow',
  mwaaserverless: 'airflow-serverless',
  neptune: 'rds',
  nimblestudio: 'nimble',
  opensearchserverless: 'aoss',
  opensearchservice: 'es',
  pinpoint: 'mobiletargeting',
  pinpointemail: 'ses',
  resiliencehubv2: 'resiliencehub',
  route53recoverycontrol: 'route53-recovery-control-config',
  servicecatalogappregistry: 'servicecatalog',
  stepfunctions: 'states',
  systemsmanagersap: 'ssm-sap',
  workspacesthinclient: 'thinclient',
};

/** The prefix of a type's actions; its namespace in lower case where IAM knows none. */
export function iamPrefix(type: ResourceType): string {
  const published = type.arnTemplate?.split(':')[2];
  if (published !== undefined && iamService(published) !== undefined) return published;
  const namespace = type.name.split('::')[1] ?? '';
  const plain = namespace.toLowerCase();
  const listed = prefixes[plain];
  if (listed !== undefined) return listed;
  if (iamService(plain) !== undefined) return plain;
  // BackupGateway is backup-gateway.
  return iamServicePrefixes().find((prefix) => prefix.replaceAll('-', '') === plain) ?? plain;
}
