import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import {evidenceText} from '../../rules/words/evidence.ts';
import {orphanEvidence} from '../../rules/words/orphan-evidence.ts';
import type {Family} from '../../snapshot/families/family.ts';
import type {FamilyMember} from '../../snapshot/families/family-member.ts';
import type {RunningScript} from '../../snapshot/scripts/script.ts';
import type {TreeContent} from '../contract/tree.ts';
import {evidenceFacts} from '../verdict-json.ts';
import {waitStatusJson} from '../wait-status-json.ts';
import {memberCommand} from './member-command.ts';

/** The `tree` answer as the JSON contract has it. */
export function treeJson(family: Family): TreeContent {
  const nodes = nodesJson(family);
  const [root] = nodes;
  return {
    root: family.ofOne && root ? root : {...outside, hidden: 0, children: nodes},
    ancestors: family.ancestors.map(memberJson),
  };
}

type MemberContent = TreeContent['ancestors'][number];

/** pid 0, the parent of every process whose own parent isn't visible. */
const outside: MemberContent = {
  pid: 0,
  comm: null,
  command: null,
  state: null,
  sigchld: null,
  script: null,
  waitStatus: null,
  threadsAfterLeader: null,
  orphan: null,
  boundary: null,
};

/** Filled from a list, parents first: a family may be deeper than calls can be. */
function nodesJson(family: Family): TreeContent['root'][] {
  const roots = family.roots.map(member => ({member, node: nodeJson(member, family)}));
  const nodes = [...roots];
  for (const {member, node} of nodes) {
    for (const child of family.children.get(member.pid) ?? []) {
      const below = {member: child, node: nodeJson(child, family)};
      node.children.push(below.node);
      nodes.push(below);
    }
  }
  return roots.map(({node}) => node);
}

function nodeJson(member: FamilyMember, family: Family): TreeContent['root'] {
  return {...memberJson(member), hidden: family.hiddenBelow.get(member.pid) ?? 0, children: []};
}

function memberJson(member: FamilyMember): MemberContent {
  const [waitStatus, script] = [member.waitStatus(), member.script()];
  return {
    pid: member.pid,
    comm: member.comm,
    command: memberCommand(member),
    state: member.state,
    sigchld: member.sigchld(),
    script: script && scriptJson(script),
    waitStatus: waitStatus === null ? null : waitStatusJson(decodeWaitStatus(waitStatus)),
    threadsAfterLeader: member.threadsAfterLeader(),
    orphan: orphanJson(member),
    boundary: member.boundary(),
  };
}

function orphanJson(member: FamilyMember): MemberContent['orphan'] {
  const {orphanhood} = member;
  if (!orphanhood) return null;
  const evidence = orphanEvidence(orphanhood);
  return {
    certainty: orphanhood.certainty,
    evidence: evidence.map(evidenceText),
    facts: evidenceFacts(evidence),
    daemonized: member.daemonized(),
  };
}

function scriptJson(script: RunningScript): MemberContent['script'] {
  const {interpreter, module} = script.line;
  return {interpreter, path: script.path(), module};
}
