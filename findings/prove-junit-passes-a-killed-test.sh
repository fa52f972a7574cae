#!/usr/bin/env bash
# A test of Perl that is killed after its last subtest fails for prove (Test::Harness 3.44), and passes in the JUnit
# report that TAP::Formatter::JUnit (0.11) makes of it for the same prove.
#
# A crash in a destructor, or of a library at exit, is such an end, and so is a kill from outside. The parser of TAP has
# a wait status, and an exit status, which is its upper byte, and 0 after a kill. prove judges by the first. The
# formatter asks for the second to learn if the test died, finds 0, and says errors="0": whoever reads only the report,
# as CI servers do, sees a green run. Of an exit with 9 it makes an error.
#
# Installs libtap-formatter-junit-perl 0.11-2 of Debian 12 in a temporary folder, with Moose and what else it needs.
# Exits with 1 where the file tells of the kill.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq libtap-formatter-junit-perl=0.11-2 lib{class-load,class-load-xs,data-optlist}-perl \
  lib{devel-globaldestruction,devel-overloadinfo,devel-stacktrace,dist-checkconflicts,eval-closure,exporter-tiny}-perl \
  lib{file-slurp,list-moreutils,list-moreutils-xs,module-implementation,module-runtime,module-runtime-conflicts}-perl \
  lib{moose,moosex-nonmoose,mro-compat,package-deprecationmanager,package-stash,package-stash-xs,params-util}-perl \
  lib{sub-exporter,sub-exporter-progressive,sub-identify,sub-install,try-tiny,xml-generator}-perl
for package in *.deb; do dpkg -x "$package" .; done
PERL5LIB=$folder/usr/share/perl5:$(echo "$folder"/usr/lib/*/perl5/*)
export PERL5LIB

tap='$| = 1; print "1..2\nok 1 - starts\nok 2 - stops\n";'
echo "$tap kill KILL => \$\$;" > killed.t
echo "$tap exit 9;" > exits.t

# Tells what prove says of a test by its status and its own report, and what the file of the same tests says.
said_of() {
  local prove junit
  prove=$(prove "$1" 2> /dev/null | grep -o 'Wstat: [^T]*\|Result: .*' | tr '\n' ' ' || true)
  junit=$(prove --formatter TAP::Formatter::JUnit "$1" 2> /dev/null | grep -o '\(errors\|failures\)="[^"]*"' | sort |
    tr '\n' ' ' || true)
  echo "$1: prove $prove| JUnit $junit"
}

prove --version | tr -d '\n' && echo
{
  said_of killed.t
  said_of exits.t
} | tee said
[[ $(sed -n 1p said) == *'Wstat: 9 '*'Result: FAIL | JUnit errors="0" failures="0" ' ]]
[[ $(sed -n 2p said) == *'Wstat: 2304 '*'Result: FAIL | JUnit errors="1" failures="0" ' ]]
