import {casesOf} from '../../rules/diagnosis/cases.ts';
import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import {counted} from '../page.ts';

/** The one sentence that a page begins with: what is wrong, or that nothing is, as far as that could be seen. */
export function headSentence({findings, skipped}: Diagnosis): string {
  const cases = casesOf(findings.filter(({severity}) => severity !== 'info'));
  const [worst] = cases;
  if (worst) {
    const left = cases.length - 1;
    return `${worst.findings[0].what}${left === 0 ? '' : ` And ${counted(left, 'more case')}.`}`;
  }
  const where = skipped.length === 0 ? '' : ' in what can be seen';
  if (findings.length === 0) return `Nothing found${where}.`;
  const known = counted(findings.length, 'thing is', 'things are');
  return `Nothing wrong found${where}; ${known} worth knowing.`;
}

/** How grave what a page says is, by the worst finding. */
export function gravityOf({findings}: Diagnosis): 'error' | 'warning' | 'good' {
  if (findings.some(({severity}) => severity === 'error')) return 'error';
  return findings.some(({severity}) => severity === 'warning') ? 'warning' : 'good';
}
