import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {CommandSyntax} from '../command-syntax.ts';
import {commandPage} from './command-page.ts';

const command: CommandSyntax = {
  id: 'bury',
  summary: 'Bury a zombie',
  description: 'Calls wait(2). Nothing else.',
  examples: [{description: 'One', command: '<%= config.bin %> <%= command.id %> 7 --how well'}],
  args: {pid: {name: 'pid', description: 'whom to bury', required: true, multiple: true}},
  flags: {
    how: {name: 'how', type: 'option', options: ['well', 'badly'], default: 'well', description: 'manner'},
    quiet: {name: 'quiet', char: 'q', aliases: ['silent'], type: 'boolean', description: 'say nothing'},
    until: {name: 'until', type: 'option', helpValue: 'TIME', exclusive: ['how'], description: 'be done'},
  },
};

describe('the page of a command', () => {
  const page = commandPage(command, ['bury', 'mourn'], '1.2.3');
  const section = (title: string) => page.split(/^\.Sh /m).find(part => part.startsWith(title)) ?? '';

  it('has the sections of a manual in their order', () => {
    const titles = [...page.matchAll(/^\.Sh (.*)$/gm)].map(match => match[1]);
    assert.deepEqual(titles, [
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'OPTIONS',
      'ENVIRONMENT',
      'EXIT STATUS',
      'EXAMPLES',
      'SEE ALSO',
    ]);
  });

  it('shows how the command is written', () => {
    assert.equal(
      section('SYNOPSIS'),
      'SYNOPSIS\n.Nm procdoc bury\n.Op Fl \\-how Cm well | badly\n.Op Fl q\n.Op Fl \\-until Ar TIME\n.Ar PID ...\n',
    );
  });

  it('shows of each flag its choices, its default, its other names, and what it excludes', () => {
    const options = section('OPTIONS');
    assert.match(options, /\.It Fl \\-how Cm well \| badly\nManner\.\nThe default is well\./);
    assert.match(options, /\.It Fl q , Fl \\-quiet\nSay nothing\.\nAlso \\-\\-silent\./);
    assert.match(options, /\.It Fl \\-until Ar TIME\nBe done\.\nExcludes \\-\\-how\./);
    assert.match(options, /\.It Ar PID \.\.\.\nWhom to bury\./);
  });

  it('fills in its examples, and leads to the other commands and to what it names', () => {
    assert.match(section('EXAMPLES'), /^One:\n(.*\n)\$ procdoc bury 7 \\-\\-how well$/m);
    assert.match(section('SEE ALSO'), /procdoc 1 ,\n\.Xr procdoc\\-mourn 1 ,\n\.Xr wait 2 ,/);
  });
});
