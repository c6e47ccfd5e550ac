/** How AWS's clients are told of a session: the variables that all of them read ("AWS SDKs and Tools Reference Guide"). */
import type { Credentials } from '../entrances/entrance.js';

export interface SessionAddress {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
}

/** Variables by name; long-term credentials have no session token. */
export function awsVariables({
  endpoint,
  region,
  credentials,
}: SessionAddress): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
}
