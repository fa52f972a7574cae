import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {containerOf} from './container.ts';

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];

/** Paths as the runtimes make them, and whose container each is in. */
const paths: readonly (readonly [path: string, expected: string | undefined])[] = [
  [`/docker/${A}`, `docker ${A}`],
  [`/kubepods/besteffort/pod1234-5/${A}`, `kubernetes ${A}`],
  [`/system.slice/docker-${A}.scope`, `docker ${A}`],
  [`/docker/${A}/docker/${B}`, `docker ${B}`],
  [`/docker/${A}/system.slice/cron.service`, `docker ${A}`],
  [`/libpod_parent/libpod-${A}`, `podman ${A}`],
  [`/machine.slice/libpod-${A}.scope/container`, `podman ${A}`],
  [`/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${A}.scope`, `podman ${A}`],
  [`/machine-libpod_pod_${B}.slice/libpod-${A}.scope`, `podman ${A}`],
  ['/libpod_parent/conmon', undefined],
  [`/machine.slice/libpod-conmon-${A}.scope`, undefined],
  [`/kubepods.slice/crio-conmon-${A}.scope`, undefined],
  [`/kubepods/burstable/pod0f1e2d3c-1111-2222-3333-444455556666/${A}`, `kubernetes ${A}`],
  [`/kubepods.slice/kubepods-pod0f1e_2d3c.slice/cri-containerd-${A}.scope`, `containerd ${A}`],
  [`/kubepods.slice/kubepods-pod0f1e_2d3c.slice/crio-${A}.scope`, `cri-o ${A}`],
  [`/system.slice/containerd.service/kubepods-pod0f1e.slice:cri-containerd:${A}`, `containerd ${A}`],
  [`/k8s.io/${A}`, `containerd ${A}`],
  [`/somewhere/${A}`, `container ${A}`],
  ['/lxc.payload.web', 'lxc web'],
  ['/lxc.payload.web/system.slice/cron.service', 'lxc web'],
  ['/lxc/web', 'lxc web'],
  ['/lxc.monitor.web', undefined],
  ['/lxc.pivot', undefined],
  ['/system.slice/lxc.service', undefined],
  ['/system.slice/lxc-net.service', undefined],
  ['/machine.slice/systemd-nspawn@web.service/payload/init.scope', 'nspawn web'],
  ['/machine.slice/systemd-nspawn@web.service/supervisor', undefined],
  ['/machine.slice/machine-my\\x2dweb.scope/payload/system.slice/x.service', 'nspawn my-web'],
  ['/machine.slice/machine-web.scope', 'nspawn web'],
  ['/machine.slice/machine-web.scope/supervisor', undefined],
  ['/machine.slice/machine-qemu\\x2d3\\x2dvm.scope/libvirt/emulator', undefined],
  ['/machine.slice/machine-lxc\\x2d4\\x2dweb.scope', 'lxc web'],
  ['/user.slice/user-1000.slice/session-3.scope', undefined],
  ['/', undefined],
  ['', undefined],
];

describe('a cgroup path names the container', () => {
  for (const [path, expected] of paths)
    it(`${expected ?? 'none'}: ${path.slice(0, 70)}`, () => {
      const container = containerOf(path);
      assert.equal(container && `${container.runtime} ${container.id}`, expected);
    });
});
