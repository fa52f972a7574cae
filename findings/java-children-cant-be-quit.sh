#!/usr/bin/env bash
# A program that Java (OpenJDK 17) starts doesn't die of SIGQUIT, nor get to its own handler of it: the signal is
# blocked there, and stays pending for good.
#
# HotSpot takes SIGQUIT for its thread dumps in one thread, and blocks it in all that run Java code. A mask outlives
# fork(2) and execve(2), and ProcessBuilder, which does set the dispositions of signals back, leaves it as it is. So it
# is with all that Ant or another tool in Java starts: Ctrl-\ prints the threads of Java, and the command goes on; a
# server whose graceful stop is SIGQUIT doesn't stop, and `kill -QUIT` makes no core of a command that hangs. A shell in
# between may hide it: dash clears its mask, bash hands it on.
#
# Installs openjdk-17-jre-headless 17.0.21.1+2-1~deb12u1 and ant 1.10.13-1 of Debian 12 in a temporary
# folder. Exits with 1 where a child of Java takes SIGQUIT.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq 'openjdk-17-jre-headless=17.0.21.1+2-1~deb12u1' ant=1.10.13-1
for package in *.deb; do dpkg -x "$package" .; done
# The package has its settings in /etc, to which the rest leads by absolute links.
java=$(echo "$folder"/usr/lib/jvm/java-17-openjdk-*)
find "$java" -type l -lname '/etc/*' | while read -r link; do ln -sf "$folder$(readlink "$link")" "$link"; done

cat > quit.py <<'END'
import os, signal, time
signal.signal(signal.SIGQUIT, lambda *of: print("finishes at SIGQUIT", flush=True) or os._exit(0))
os.kill(os.getpid(), signal.SIGQUIT)
time.sleep(1)
print("never sees SIGQUIT, blocked:", signal.SIGQUIT in signal.pthread_sigmask(signal.SIG_BLOCK, []), flush=True)
END
cat > build.xml <<'END'
<project default="run">
  <target name="run">
    <exec executable="python3"><arg value="quit.py"/></exec>
    <exec executable="bash"><arg value="-c"/><arg value="python3 quit.py; true"/></exec>
  </target>
</project>
END
"$java/bin/java" -version 2>&1 | sed -n 1p
"$java/bin/java" -cp "$(echo usr/share/ant/lib/ant.jar usr/share/ant/lib/ant-launcher.jar | tr ' ' :)" \
  org.apache.tools.ant.Main -e 2> /dev/null | grep SIGQUIT | tee said
echo 'without Java:' && python3 quit.py | tee own
[[ $(sort -u said) == 'never sees SIGQUIT, blocked: True' && $(wc -l < said) == 2 ]]
[[ $(< own) == 'finishes at SIGQUIT' ]]
