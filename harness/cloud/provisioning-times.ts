/**
 * How long AWS takes to bring a resource up, change it or take it down, in virtual seconds. Modeled: AWS publishes no
 * such table; the values are of the order that operators see. Change them here.
 */

export interface ProvisioningTimes {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

const usual: ProvisioningTimes = { create: 3, update: 3, delete: 2 };

const times: Readonly<Record<string, ProvisioningTimes>> = {
  'AWS::CloudWatch::Alarm': { create: 1, update: 1, delete: 1 },
  'AWS::DynamoDB::Table': { create: 12, update: 30, delete: 20 },
  'AWS::EC2::NatGateway': { create: 120, update: 5, delete: 60 },
  'AWS::EC2::VPC': { create: 12, update: 3, delete: 2 },
  'AWS::ECS::Service': { create: 120, update: 120, delete: 60 },
  'AWS::IAM::Role': { create: 15, update: 5, delete: 2 },
  'AWS::KMS::Key': { create: 20, update: 5, delete: 5 },
  'AWS::Lambda::Function': { create: 8, update: 6, delete: 4 },
  'AWS::RDS::DBCluster': { create: 480, update: 120, delete: 300 },
  'AWS::RDS::DBInstance': { create: 540, update: 180, delete: 360 },
  'AWS::S3::Bucket': { create: 20, update: 5, delete: 3 },
  'AWS::SQS::Queue': { create: 60, update: 3, delete: 60 },
};

/** Modeled provisioning times of a CloudFormation type. */
export function provisioningTimes(type: string): ProvisioningTimes {
  return times[type] ?? usual;
}
