import {decodeText} from './text.ts';

/** What the unit files of a service say of its main process, and of the others at its end. */
export interface ServiceSettings {
  /** Type= (systemd.service(5)), or what systemd takes where there is none. */
  readonly type: string;
  /** RemainAfterExit=: the service stays active when its processes have exited. */
  readonly remainsAfterExit: boolean;
  /** PIDFile=, BusName= or NotifyAccess=: by each, another process than the one that systemd executed may become the main one. */
  readonly mayNameMain: boolean;
  /** KillMode= (systemd.kill(5)): whether the end of the service is that of all its processes. */
  readonly endsAll: boolean;
}

/**
 * The settings of a service, from its unit file and the drop-ins after it, in the order in which systemd reads them: the
 * last word counts, and an empty one takes back those before it.
 */
export function parseServiceSettings(files: readonly Buffer[]): ServiceSettings {
  const settings = new Map(files.flatMap(file => serviceLines(decodeText(file))));
  const said = (key: string) => settings.get(key) || undefined;
  const withoutType = said('ExecStart') === undefined ? 'oneshot' : 'simple';
  return {
    type: said('Type') ?? (said('BusName') === undefined ? withoutType : 'dbus'),
    remainsAfterExit: /^(?:1|yes|y|true|t|on)$/i.test(said('RemainAfterExit') ?? ''),
    mayNameMain:
      said('PIDFile') !== undefined ||
      said('BusName') !== undefined ||
      (said('NotifyAccess') ?? 'none') !== 'none',
    endsAll: ['control-group', 'mixed'].includes(said('KillMode') ?? 'control-group'),
  };
}

/** The lines `KEY=VALUE` of the section [Service]: systemd.syntax(7). A backslash at the end of a line joins it to the next. */
function serviceLines(text: string): [string, string][] {
  let section = '';
  const lines = text.split('\n').filter(line => !/^\s*[#;]/.test(line));
  return lines
    .join('\n')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap(line => {
      section = /^\s*\[(.*)\]\s*$/.exec(line)?.[1] ?? section;
      const [, key, value] = /^\s*([A-Za-z0-9-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      return section === 'Service' && key !== undefined && value !== undefined ? [[key, value]] : [];
    });
}

/** Where a unit's own file and its drop-ins may be, nearest first. */
export interface UnitFilePlaces {
  readonly files: readonly string[];
  /** Folders of drop-ins, "*.conf". Of two with one name the nearer counts; they are read in the order of their names. */
  readonly dropIns: readonly string[];
}

/** The folders of a system manager, nearest first: systemd.unit(5), "Unit File Load Path". */
const folders = [
  'etc/systemd/system.control',
  'run/systemd/system.control',
  'run/systemd/transient',
  'run/systemd/generator.early',
  'etc/systemd/system',
  'etc/systemd/system.attached',
  'run/systemd/system',
  'run/systemd/system.attached',
  'run/systemd/generator',
  'usr/local/lib/systemd/system',
  'usr/lib/systemd/system',
  'lib/systemd/system',
  'run/systemd/generator.late',
];

/**
 * The places of the files of a unit, below the root of its manager: "web@7.service" is made from "web@.service", and has
 * drop-ins of its own, of its template, of each prefix up to a hyphen ("a-.service.d"), and of its type.
 */
export function unitFilePlaces(unit: string): UnitFilePlaces {
  const [, stem = unit, instance, type = ''] = /^([^@]*)(@.*)?(\.\w+)$/s.exec(unit) ?? [];
  const names = instance === undefined ? [unit] : [unit, `${stem}@${type}`];
  const parts = stem.split('-');
  const prefixes = parts.slice(1).map((_, at) => `${parts.slice(0, at + 1).join('-')}-${type}`);
  const dropIns = [...names, ...prefixes.reverse(), type.slice(1)];
  return {
    files: names.flatMap(name => folders.map(folder => `${folder}/${name}`)),
    dropIns: dropIns.flatMap(name => folders.map(folder => `${folder}/${name}.d`)),
  };
}
