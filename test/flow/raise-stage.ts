import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setStage, untilReady, type Stage, type StageOptions } from '../../cli/demo/stage.ts';
import { requestScenario } from '../../core/scenario/request.ts';

/** A whole world with the team in it, in a state folder of its own. */
export interface Flow extends Stage {
  readonly stateDir: string;
  /** Asks the demo-controller for a rehearsal; gives its id. */
  rehearse(scenario: string): Promise<string>;
  /** Ends everything and removes the folder. */
  end(): Promise<void>;
}

/** Raises the stage and waits until the team is ready. The environment of this process is the world's until `end`. */
export async function raiseStage(options: Partial<Omit<StageOptions, 'stateDir'>> = {}): Promise<Flow> {
  const before = { ...process.env };
  const stateDir = await mkdtemp(join(tmpdir(), 'atlas-flow-'));
  let stage: Stage | null = null;

  async function end(): Promise<void> {
    await stage?.strike();
    process.env = before;
    await rm(stateDir, { recursive: true, force: true });
  }

  try {
    stage = await setStage({ seed: 1, language: 'en', dryRun: false, ...options, stateDir });
    await untilReady(stage, () => undefined);
  } catch (thrown) {
    await end();
    throw thrown;
  }
  const raised = stage;
  return {
    ...raised,
    stateDir,
    end,
    async rehearse(name) {
      const scenario = raised.deployment.settings.scenarios[name];
      if (scenario === undefined) throw new Error(`the sandbox has no scenario ${name}`);
      const id = `flow-${name}`;
      await raised.state.ledger.append([requestScenario({ ...scenario, name }, 'operator', id)]);
      return id;
    },
  };
}
