/** What the helper is asked: a call, the bytes of a path as latin1, and the most bytes to read. */
export type HelperCall = 'stat' | 'cached-stat' | 'read' | 'list' | 'link';

/**
 * The program of the helper process: it answers each line of JSON on its standard input by one on its standard output,
 * `{value}` or `{errno}`. Bytes are latin1 in both directions. It says `{value: null}` once when it has started.
 *
 * A "cached-stat" is statx(2) (since Linux 4.11) with AT_STATX_DONT_SYNC and AT_NO_AUTOMOUNT: what the kernel knows of
 * an inode, without asking a server for it. The path to the inode is still walked, which may take one.
 *
 * The program is the body of a function of `require` and `loadKoffi`.
 */
export const HELPER_PROGRAM = `
const fs = require('node:fs');
const {constants} = fs;
const bytesOf = path => Buffer.from(path, 'latin1');
let statx;
const calls = {
  stat(path) {
    const s = fs.statSync(bytesOf(path));
    const {ino} = Number.isSafeInteger(s.ino) ? s : fs.statSync(bytesOf(path), {bigint: true});
    return [String(ino), s.dev, s.size, s.blocks, s.mode, s.nlink, s.mtimeMs, s.ctimeMs, s.rdev];
  },
  'cached-stat'(path) {
    statx ??= loadKoffi().load(null).func('int statx(int, void *, int, uint, void *)');
    const b = Buffer.alloc(256);
    const AT_NO_AUTOMOUNT = 0x800, AT_STATX_DONT_SYNC = 0x4000, STATX_BASIC_STATS = 0x7ff;
    if (statx(-100, bytesOf(path + '\\0'), AT_NO_AUTOMOUNT | AT_STATX_DONT_SYNC, STATX_BASIC_STATS, b) !== 0)
      throw {code: 'EIO'};
    const deviceAt = at => {
      const [major, minor] = [b.readUInt32LE(at), b.readUInt32LE(at + 4)];
      return Number((BigInt(major & 0xfff) << 8n) | BigInt(minor & 0xff) | (BigInt(minor & ~0xff) << 12n));
    };
    const ms = at => Number(b.readBigInt64LE(at)) * 1000 + b.readUInt32LE(at + 8) / 1e6;
    const big = at => Number(b.readBigUInt64LE(at));
    const [mode, links] = [b.readUInt16LE(28), b.readUInt32LE(16)];
    const ino = String(b.readBigUInt64LE(32));
    return [ino, deviceAt(136), big(40), big(48), mode, links, ms(112), ms(96), deviceAt(128)];
  },
  read(path, most) {
    const fd = fs.openSync(bytesOf(path), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      const chunks = [];
      for (let left = most + 1; left > 0; ) {
        const chunk = Buffer.alloc(Math.min(left, 65536));
        const length = fs.readSync(fd, chunk);
        if (length === 0) return Buffer.concat(chunks).toString('latin1');
        chunks.push(chunk.subarray(0, length));
        left -= length;
      }
      throw {code: 'EFBIG'};
    } finally {
      fs.closeSync(fd);
    }
  },
  list: path => fs.readdirSync(bytesOf(path)),
  link: path => fs.readlinkSync(bytesOf(path), {encoding: 'latin1'}),
};
const answer = ({call, path, most}) => {
  try {
    return {value: calls[call](path, most)};
  } catch (error) {
    return {errno: error.code ?? 'EIO'};
  }
};
const say = one => fs.writeSync(1, JSON.stringify(one) + '\\n');
say({value: null});
const input = Buffer.alloc(65536);
let asked = '';
for (;;) {
  const length = fs.readSync(0, input);
  if (length === 0) break;
  asked += input.latin1Slice(0, length);
  const lines = asked.split('\\n');
  asked = lines.pop();
  for (const line of lines) say(answer(JSON.parse(line)));
}
`;

/** Node's options and words that run the helper by itself; koffi is found from the program that started the helper. */
export const HELPER_OF_NODE = [
  '-e',
  `const loadKoffi = () => require('node:module').createRequire(require('node:fs').realpathSync(process.argv[1]))('koffi');${HELPER_PROGRAM}`,
];

/** argv[0] by which procdoc's single file knows that it is to be the helper (bin/single-file.js). No word makes it one. */
export const HELPER_NAME = 'procdoc-file-helper';
