// Runs the programs that packaging needs, and names Debian's package that has one which is missing.
const {execFileSync} = require('node:child_process');

const PACKAGES = {'dpkg-deb': 'dpkg', npm: 'npm', objdump: 'binutils', strip: 'binutils'};

/** Why nothing can be packaged, for who started that. */
class CannotPackage extends Error {}

/** Runs a program; what it prints. */
function runTool(tool, args, options = {}) {
  try {
    return execFileSync(tool, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
      ...options,
    });
  } catch (error) {
    if (error.code === 'ENOENT' && PACKAGES[tool] !== undefined)
      throw new CannotPackage(
        `${tool} is not installed: as root, apt-get install --no-install-recommends ${PACKAGES[tool]}`,
      );
    throw new CannotPackage(`${[tool, ...args].join(' ')}: ${error.stderr || error.message}`.trimEnd());
  }
}

module.exports = {CannotPackage, runTool};
