import {custom} from '@oclif/core/flags';
import {parsePid} from '../../parse/pid.ts';
import {parseSocketTarget} from '../../parse/targets/holder-target.ts';
import type {HolderRule, ScriptRule, SigchldRule} from '../../policy/policy.ts';
import {UsageError} from '../failures.ts';

/** --expect-script my_daemon.py=1:1,fresh */
export const scriptFlag = custom<ScriptRule>({
  helpValue: 'NAME[=MIN:MAX][,fresh]',
  parse: async text => parseScriptRule(text),
});

/** --expect-lock /run/backup.lock=backup.sh */
export const lockFlag = custom<HolderRule>({
  helpValue: 'PATH=NAME[,NAME]',
  parse: async text => parseHolderRule(text, 'PATH'),
});

/** --expect-port :8080=nginx */
export const portFlag = custom<HolderRule>({
  helpValue: 'PORT=NAME[,NAME]',
  parse: async text => {
    const rule = parseHolderRule(text, 'PORT');
    const target = parseSocketTarget(rule.target);
    if ('problem' in target)
      throw new UsageError({kind: 'not-a-target', text: rule.target, problem: target.problem});
    if (target.kind !== 'path') return rule;
    throw new UsageError({kind: 'not-a-port', text: rule.target});
  },
});

/** --expect-sigchld supervisor=default */
export const sigchldFlag = custom<SigchldRule>({
  helpValue: 'NAME|PID[=default|ignored|caught]',
  parse: async text => parseSigchldRule(text),
});

/** How often: "2" alone is 2:2, "1:" is at least once, ":1" at most once. */
function parseScriptRule(text: string): ScriptRule {
  const fresh = text.endsWith(',fresh');
  const plain = fresh ? text.slice(0, -',fresh'.length) : text;
  const [, name = plain, times = '1:'] = /^(.+)=([^=]*)$/s.exec(plain) ?? [];
  const [, least, colon, most] = /^(\d*)(:?)(\d*)$/.exec(times) ?? [];
  const min = Number(least);
  const max = most ? Number(most) : colon ? Number.POSITIVE_INFINITY : min;
  if (name !== '' && (least || most) && min <= max) return {name, min, max, fresh};
  throw new UsageError({kind: 'not-a-script-expectation', text});
}

/** A path may hold "=": the last one counts. */
function parseHolderRule(text: string, what: 'PATH' | 'PORT'): HolderRule {
  const [, target, names] = /^(.+)=([^=]*)$/s.exec(text) ?? [];
  if (target === undefined || names === undefined)
    throw new UsageError({kind: 'no-holder-named', text, what});
  return {target, holders: names.split(',').filter(name => name !== '')};
}

function parseSigchldRule(text: string): SigchldRule {
  const [, name, word = 'default'] = /^(.+?)(?:=(\w*))?$/s.exec(text) ?? [];
  if (name !== undefined && (word === 'default' || word === 'ignored' || word === 'caught'))
    return {process: parsePid(name) ?? name, disposition: word};
  throw new UsageError({kind: 'not-a-sigchld-expectation', text});
}
