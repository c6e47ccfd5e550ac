/** A script as a part of an agent's work: gone through, and whether anything was refused on the way. */
import { AwsCallError, type AgentSession, type Script } from './agent.js';

export interface TriedScript {
  /** Whether a call of it was answered with an error. */
  readonly refused: boolean;
  /** The script's own line on how it ended, or the error that it stopped at. */
  readonly detail: string;
}

/** Runs a script. What AWS answers ends the script where it does not handle it, and never the agent. */
export async function tryScript(script: Script, session: AgentSession): Promise<TriedScript> {
  let refused = false;
  const call: AgentSession['call'] = async (service, operation, input) => {
    try {
      return await session.call(service, operation, input);
    } catch (error) {
      if (error instanceof AwsCallError) refused = true;
      throw error;
    }
  };
  try {
    const detail = await script.run({ ...session, call });
    return { refused, detail };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return { refused: true, detail: `stopped at ${error.code}` };
  }
}
