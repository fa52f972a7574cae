import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import type {JudgedLock} from '../../rules/inspections/locks.ts';
import type {JudgedScene} from '../../rules/inspections/zombies.ts';
import type {WaitCycle} from '../../snapshot/blocked-processes/wait-cycles.ts';
import type {Family} from '../../snapshot/families/family.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import type {Unreadable} from '../../snapshot/ledger.ts';
import type {MachineFacts} from '../../snapshot/machine/machine-facts.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import type {Beginnings} from '../../snapshot/starters/beginning.ts';
import type {ProcessNode} from '../../snapshot/wait-chain/follow-waits.ts';
import type {JudgedCard} from '../inspect/judged-card.ts';
import type {Origin} from './machine.ts';

/** How complete an answer was when it was there: what it took to read the next one is none of its gaps. */
export interface Completeness {
  readonly complete: boolean;
  readonly unreadable: readonly Unreadable[];
}

/** All that a page shows, each as the command has it that answers nothing else. */
export interface Report {
  readonly snapshot: Snapshot;
  readonly origin: Origin;
  readonly facts: MachineFacts;
  readonly diagnosis: Diagnosis;
  /** Of the processes that were asked about; none of the whole machine. */
  readonly cards: readonly JudgedCard[];
  /** Of the processes that findings are about. */
  readonly beginnings: Beginnings;
  readonly zombies: JudgedScene;
  /** A tree for each process that was asked about; of the whole machine one. */
  readonly families: readonly Family[];
  /** What processes wait for, as far as they were asked about, something was found about them, or only others can end the wait. */
  readonly waiting: {readonly nodes: readonly ProcessNode[]; readonly deadlocks: readonly WaitCycle[]};
  readonly locks: readonly JudgedLock[];
  readonly held: readonly TargetHolders[];
  /** Of the diagnosis, the zombies, the trees and the cards. */
  readonly completeness: Readonly<Record<'diagnose' | 'zombies' | 'tree' | 'inspect', Completeness>>;
  /** What a reader has to know to take the page right, a sentence each. */
  readonly remarks: readonly string[];
}
