/** Switches against deletion that an owner can set in the properties of types without a service behind them. */
import type { Json, JsonObject } from '../../contract/json.js';

/** Properties that are such a switch wherever they appear: read off the published types. */
const switchProperties = [
  'DeleteProtection',
  'DeletionProtection',
  'DeletionProtectionEnabled',
  'DisableApiTermination',
  'TerminationProtectionEnabled',
] as const;

/** Names of the switches that are on, sorted. */
export function deletionSwitches(properties: JsonObject): readonly string[] {
  const on: string[] = switchProperties.filter((name) => isOn(properties[name]));
  if (hasAttribute(properties['LoadBalancerAttributes'], 'deletion_protection.enabled')) {
    on.push('deletion_protection.enabled');
  }
  return on;
}

function isOn(value: Json | undefined): boolean {
  if (value === true) return true;
  return typeof value === 'string' && /^(true|active|enabled|on)$/i.test(value);
}

function hasAttribute(attributes: Json | undefined, key: string): boolean {
  if (!Array.isArray(attributes)) return false;
  return (attributes as readonly Json[]).some(
    (each) =>
      typeof each === 'object' &&
      each !== null &&
      Reflect.get(each, 'Key') === key &&
      String(Reflect.get(each, 'Value')) === 'true',
  );
}
