import type {Config} from '@oclif/core/config';
import packageJson from '../../../package.json' with {type: 'json'};

const known = {
  bin: packageJson.oclif.bin,
  commands: [],
  pjson: packageJson,
  plugins: new Map(),
  runHook: async () => ({successes: [], failures: []}),
  scopedEnvVarKeys: () => [],
  topicSeparator: packageJson.oclif.topicSeparator,
  topics: [],
  version: packageJson.version,
};

/**
 * procdoc as oclif's commands and its help know it: what they ask of a Config, and no more. oclif's own looks for
 * plugins, hooks, themes, shells and folders at every start, which takes longer than most answers.
 */
export const programConfig = known as unknown as Config;
