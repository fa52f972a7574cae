import {custom as customFlag} from '@oclif/core/flags';
import {nearest} from '../../parse/targets/nearest.ts';
import type {Wrapper} from '../../parse/wrappers/wrapper.ts';
import {UsageError} from '../failures.ts';

/** A flag that takes wrappers, the innermost first. Their table is loaded only where the flag is given. */
export const throughFlag = customFlag<readonly Wrapper[]>({
  helpValue: 'WRAPPER,...',
  parse: async text => requiredWrappers(text),
});

async function requiredWrappers(text: string): Promise<readonly Wrapper[]> {
  const {findWrapper, measuredWrappers} = await import('../../parse/wrappers/wrapper.ts');
  return text.split(',').map(name => {
    const wrapper = findWrapper(name);
    if (wrapper !== undefined) return wrapper;
    const [program = ''] = name.trim().split(/\s+/);
    const programs = [...new Set(measuredWrappers().map(one => one.name.split(' ')[0] ?? ''))].sort();
    throw new UsageError({kind: 'unknown-wrapper', name, like: nearest(program, programs), known: programs});
  });
}
