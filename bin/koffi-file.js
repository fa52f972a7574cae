// Loads koffi as npm installs it: its native part, which is all of koffi that procdoc uses. koffi's own JavaScript looks for
// that part, which takes four times as long as loading it.
const {closeSync, openSync, readSync} = require('node:fs');
const path = require('node:path');

/** Where the program header with the name of the dynamic linker points to lies in Node's first bytes: elf(5). */
const HEAD = 4096;

/** Whether Node runs on glibc, whose part of koffi is loaded here: the name of its dynamic linker tells. */
function isOnGlibc() {
  const head = Buffer.alloc(HEAD);
  const fd = openSync(process.execPath, 'r');
  try {
    readSync(fd, head, 0, HEAD, 0);
  } finally {
    closeSync(fd);
  }
  return head.includes('/ld-linux-');
}

/** undefined where it doesn't lie below procdoc, as in a project that has procdoc among its packages, or can't be loaded. */
function nativePart() {
  try {
    if (!isOnGlibc()) return undefined;
    const {arch} = process;
    const file = `../node_modules/@koromix/koffi-linux-${arch}/linux_${arch}/koffi.node`;
    const module = {exports: {}};
    process.dlopen(module, path.join(__dirname, file));
    return module.exports;
  } catch {
    return undefined;
  }
}

let koffi;
function loadKoffi() {
  koffi ??= nativePart() ?? require('koffi');
  return koffi;
}

module.exports = {loadKoffi};
