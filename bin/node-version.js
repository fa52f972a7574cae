// Ends a start by a Node that is too old, before anything is loaded that it can't read: Debian 12's own Node is 18.
// Loaded first by run.js and build.js, and written so that Node 12 reads it.
const NEEDED = {major: 20, minor: 19};

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < NEEDED.major || (major === NEEDED.major && minor < NEEDED.minor)) {
  const again = process.argv
    .slice(1)
    .map(word => `'${word.replace(/'/g, "'\\''")}'`)
    .join(' ');
  console.error(
    `procdoc needs Node ${NEEDED.major}.${NEEDED.minor} or newer; this is ${process.versions.node} (${process.execPath}).\n` +
      `Get it from https://nodejs.org/en/download, or run procdoc once by a Node from npm:\n` +
      `  $ npx --yes node@22 ${again}`,
  );
  // Status 3 is that of a procdoc that could not look.
  process.exit(3);
}
