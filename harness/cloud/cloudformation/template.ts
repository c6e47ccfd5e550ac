/** A template, read: its sections as CloudFormation names them. */
import type { Json, JsonObject } from '../../contract/json.js';

export interface ParameterDeclaration {
  readonly name: string;
  readonly type: string;
  readonly defaultValue: string | undefined;
  readonly description: string | undefined;
  readonly noEcho: boolean;
  readonly allowedValues: readonly string[] | undefined;
  readonly allowedPattern: string | undefined;
  readonly constraintDescription: string | undefined;
  readonly minimumLength: number | undefined;
  readonly maximumLength: number | undefined;
  readonly minimumValue: number | undefined;
  readonly maximumValue: number | undefined;
}

export interface ResourceDeclaration {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly dependsOn: readonly string[];
  readonly condition: string | undefined;
  readonly deletionPolicy: Json | undefined;
  readonly updateReplacePolicy: Json | undefined;
  readonly metadata: Json | undefined;
}

export interface OutputDeclaration {
  readonly name: string;
  readonly description: string | undefined;
  readonly value: Json;
  readonly condition: string | undefined;
  readonly exportName: Json | undefined;
}

export interface Template {
  readonly text: string;
  readonly description: string | undefined;
  readonly metadata: Json | undefined;
  readonly transforms: readonly string[];
  readonly parameters: ReadonlyMap<string, ParameterDeclaration>;
  readonly mappings: JsonObject;
  readonly rules: JsonObject;
  readonly conditions: ReadonlyMap<string, Json>;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
}

/** The transform that adds `Fn::Length`, `Fn::ToJsonString` and defaults of `Fn::FindInMap`. */
export const languageExtensions = 'AWS::LanguageExtensions';

export const pseudoParameters: ReadonlySet<string> = new Set([
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]);
