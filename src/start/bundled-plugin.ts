import type {Command} from '@oclif/core/command';
import {Plugin} from '@oclif/core/config';
import type {Manifest, PJSON} from '@oclif/core/interfaces';
import {COMMANDS} from './commands.ts';

/**
 * oclif's root plugin, held in memory: without it every start walks up for package.json, looks for a manifest and
 * globs for commands, which takes longer than most answers.
 */
export class BundledPlugin extends Plugin {
  readonly #manifest: Manifest;

  constructor(root: string, pjson: PJSON, manifest: Manifest) {
    super({name: pjson.name, root});
    this.#manifest = manifest;
    this.pjson = pjson;
  }

  override async findCommand(id: string): Promise<Command.Class> {
    const load = COMMANDS[id];
    if (!load) throw new Error(`unknown command ${id}`);
    const {default: command} = await load();
    command.id = id;
    command.plugin = this;
    return command;
  }

  override async load(): Promise<void> {
    const {name, version} = this.pjson;
    Object.assign(this, {
      alias: name,
      commandIDs: Object.keys(this.#manifest.commands),
      hasManifest: true,
      hooks: {},
      isRoot: true,
      manifest: this.#manifest,
      moduleType: 'commonjs',
      name,
      root: this.options.root,
      type: 'core',
      valid: true,
      version,
      commands: Object.entries(this.#manifest.commands).map(([id, command]) => ({
        ...command,
        load: () => this.findCommand(id),
        pluginAlias: name,
        pluginType: 'core',
      })),
    });
  }
}
