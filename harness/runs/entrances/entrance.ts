/** The three ways into a run: typed calls, an SDK client in process, an SDK client over HTTP. */
import type { AgentSession } from '../../contract/agent.js';
import type { Episode } from '../../gateway/episode.js';

export const entranceNames = ['typed', 'sdk', 'http'] as const;
export type EntranceName = (typeof entranceNames)[number];

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface OpenEntrance {
  readonly call: AgentSession['call'];
  readonly wait: AgentSession['wait'];
  readonly close: () => Promise<void>;
}

/** Opens a way into an episode for whoever holds the credentials. */
export type OpenEntranceFor = (
  episode: Episode,
  credentials: Credentials,
  region: string,
) => OpenEntrance | Promise<OpenEntrance>;
