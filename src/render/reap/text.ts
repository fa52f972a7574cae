import type {Plan} from '../../lifecycle/reap/plan.ts';
import {canBeTried, goneOf, leftOf, type Reaped} from '../../lifecycle/reap/result.ts';
import type {JudgedScene, ParentGroup} from '../../rules/inspections/zombies.ts';
import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import {type Introduce, introductionLine} from '../introductions/introductions.ts';
import {labelledLines, labelledOrder} from '../labelled.ts';
import {counted, type Page} from '../page.ts';
import {printable} from '../safe-text.ts';
import {verdictLines} from '../verdict.ts';
import {hindranceText, labels, lookAgainText, outcomeText} from './words.ts';

/** How many zombies a heading names. */
const NAMED = 4;

/** What can be done, or what came of it, in the first line; then by parent: why, and each action. */
export function reapText(reaped: Reaped, judged: JudgedScene, page: Page, introduce: Introduce): string[] {
  const groups = judged.parents.map(group => groupLines(reaped, group, page, introduce));
  return [
    firstLine(reaped, judged, page),
    ...groups.flatMap(lines => ['', ...lines]),
    ...judged.exitedLeaders.flatMap(({process, verdict}) => [
      '',
      `${page.style.strong(printable(named(process)))} isn't a zombie`,
      ...verdictLines(verdict, page),
    ]),
  ];
}

function firstLine(reaped: Reaped, {exitedLeaders}: JudgedScene, {style}: Page): string {
  const {plans, left, isTried} = reaped;
  const gone = goneOf(reaped).length;
  const count = left.length + gone;
  const [leader] = exitedLeaders;
  if (count === 0)
    return leader
      ? printable(`nothing to reap: ${named(leader.process)} isn't a zombie`)
      : style.good('no zombies to reap');
  if (left.length === 0)
    return style.good(count === 1 ? 'the zombie is gone' : `all ${count} zombies are gone`);
  if (!isTried) return prospectText(plans, left.length);
  return style.warning(
    count === 1 ? 'the zombie is still there' : `${left.length} of ${counted(count, 'zombie')} left`,
  );
}

function prospectText(plans: readonly Plan[], count: number): string {
  const amount = (isOne: (plan: Plan) => boolean) =>
    plans.filter(isOne).reduce((sum, {zombies}) => sum + zombies.length, 0);
  const gently = amount(plan => canBeTried(plan).gently);
  const byEnd = amount(plan => !canBeTried(plan).gently && canBeTried(plan).byEnd);
  const ways = [
    ...(gently > 0 ? [`--try may clear ${ofAll(gently, count)}`] : []),
    ...(byEnd > 0 ? [`--end-parent may clear ${ofAll(byEnd, count)}, --try can't`] : []),
    ...(count > gently + byEnd ? [`procdoc can do nothing for ${ofAll(count - gently - byEnd, count)}`] : []),
  ];
  return `${counted(count, 'zombie')}: ${listed(ways, ways.length)}`;
}

function ofAll(some: number, count: number): string {
  if (some === count) return count === 1 ? 'it' : 'them';
  return `${some} of them`;
}

function groupLines(
  reaped: Reaped,
  {ppid, reaper, zombies, causes}: ParentGroup,
  page: Page,
  introduce: Introduce,
): string[] {
  const parent = reaper ? named(reaper.process) : `process ${ppid}`;
  const names = listed(
    zombies.map(({zombie}) => named(zombie.process)),
    NAMED,
  );
  const plans = reaped.plans.filter(plan => zombies.some(({zombie}) => plan.zombies.includes(zombie)));
  // A step changes its parent, so that what was judged before may not be so any more.
  const isChanged = reaped.steps.some(
    ({plan, outcome}) => outcome.kind === 'taken' && plan.reaper === reaper,
  );
  const isLeft = plans.some(plan => leftOf(reaped, plan).length > 0);
  return [
    `${page.style.strong(printable(parent))} ${reaped.isTried ? 'had' : 'has'} ${counted(zombies.length, 'zombie')}: ${printable(names)}`,
    ...(reaper ? introductionLine(reaper.process, introduce, page) : []),
    ...(isLeft && !isChanged ? causes.flatMap(({verdict}) => verdictLines(verdict, page)) : []),
    ...plans.flatMap(plan => planLines(reaped, plan, page)),
    ...(isLeft && isChanged && reaper?.process.isStillThere()
      ? labelledOrder('why', lookAgainText(reaper.process), page)
      : []),
  ];
}

function planLines({steps}: Reaped, plan: Plan, page: Page): string[] {
  if (plan.hindrance) return labelledLines('refused', hindranceText(plan.hindrance, plan), page);
  return steps
    .filter(step => step.plan.zombies === plan.zombies)
    .flatMap(step => {
      const text = outcomeText(step);
      return text === undefined ? [] : labelledOrder(labels[step.action], text, page);
    });
}
