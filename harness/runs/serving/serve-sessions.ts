/** A gateway that is there for others: it listens, has its sessions, and is controlled by whoever has its token. */
import { Gateway } from '../../gateway/gateway.js';
import { listen, type ListenOptions } from '../../gateway/http-server.js';
import { edge, randomToken } from '../outer-edge.js';
import { controlApi } from './control-api.js';
import { Sessions, type SessionsSettings, type SessionWish } from './sessions.js';

export interface ServingWish extends Omit<SessionsSettings, 'gateway'>, Pick<ListenOptions, 'port' | 'host'> {
  /** What sessions are that somebody asks for without saying what. */
  readonly defaults: SessionWish;
}

export interface Serving {
  /** E.g. `http://127.0.0.1:49152`. */
  readonly endpoint: string;
  /** Opens the control API; for whoever scores, never for whoever acts. */
  readonly token: string;
  readonly sessions: Sessions;
  /** Stops listening. What is open then is neither finished nor kept. */
  readonly close: () => Promise<void>;
}

/** @throws BlastpitError `not-loopback`, `port-in-use`, `cannot-listen`; nothing is left listening then. */
export async function serveSessions({ port, host, defaults, ...settings }: ServingWish): Promise<Serving> {
  const gateway = new Gateway(edge);
  const sessions = new Sessions({ ...settings, gateway });
  const token = randomToken();
  let endpoint = '';
  const control = controlApi({ sessions, token, defaults, endpoint: () => endpoint });
  const server = await listen(gateway, { port, host, control });
  ({ endpoint } = server);
  return { endpoint, token, sessions, close: server.close };
}
