import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';
import {conductOf} from '../programs/conduct.ts';
import {neverForks} from '../programs/known-programs.ts';
import type {OriginScene} from '../signal-origins/origin.ts';
import {setsItself} from '../signal-origins/own-action.ts';
import {readDisposition} from '../signals/disposition.ts';

/**
 * Whether a program that may start others is seen to have an ignored SIGCHLD from this process, which is its parent, or
 * is above a shell that passes on what it was started with.
 */
export function passesOnIgnored(scene: OriginScene, process: Process): boolean {
  return scene.snapshot
    .childrenOf(process)
    .filter(child => !child.isZombie() && !child.stat.forkedWithoutExec)
    .some(child =>
      orUndefined(readDisposition(child, scene.signal)) === 'ignored'
        ? !neverForks(child) && setsItself(child, scene) !== true
        : conductOf(child)?.passesOnSigchld === true && passesOnIgnored(scene, child),
    );
}
