import {parseArgs} from 'node:util';

/**
 * The options and the other words of this program's command line. With -h or --help it prints the usage and exits with 0;
 * with an option that is none, or that lacks its value, it says which in one sentence and exits with 2.
 * @param {string} program by what name it complains
 * @param {string} usage
 * @param {Record<string, {type: 'boolean'|'string', default?: string}>} options without --help
 */
export function readOptions(program, usage, options) {
  const {values, positionals, tokens} = parseArgs({
    options: {...options, help: {type: 'boolean', short: 'h'}},
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const {name, rawName, value} = token;
    if (!Object.hasOwn(options, name)) complain(program, `there is no option ${rawName}`, usage);
    if (options[name].type === 'string' && value === undefined)
      complain(program, `${rawName} needs a value`, usage);
    if (options[name].type === 'boolean' && value !== undefined)
      complain(program, `${rawName} takes no value`, usage);
  }
  return {values, positionals};
}

/** Says in one sentence what is wrong with the command line, and where the right form stands; exits with 2. */
export function complain(program, what, usage) {
  console.error(`${program}: ${what}; ${usage.split('\n')[0]}`);
  process.exit(2);
}
