# zsh -f complete-in-zsh.zsh SCRIPT FOLDER LINE...: prints what each LINE becomes when TAB is pressed at its end, in an
# interactive zsh on a pseudo terminal that has sourced SCRIPT. FOLDER is for what the two shells say to each other.
zmodload zsh/zpty
export script=$1 answer=$2/line ready=$2/ready TERM=dumb
shift 2

await() {
  repeat 3000; do
    [[ -s $1 ]] && return
    sleep 0.02
  done
  print -u2 "waited 60 s in vain for $1"
  exit 1
}

zpty shell zsh -f -i
zpty -w shell 'autoload -Uz compinit; compinit -u -d ${script:h}/zcompdump; source $script'
zpty -w shell 'tell-line() { print -r -- "$BUFFER" >$answer.new; mv $answer.new $answer }; zle -N tell-line'
# ^X begins longer keys as well, for which zsh would wait.
zpty -w shell 'bindkey "^I" complete-word; bindkey "^X" tell-line; KEYTIMEOUT=1; print ready >$ready'
await $ready
for line in "$@"; do
  rm -f $answer
  # ^U empties the line that the last one has left.
  zpty -w -n shell $'\x15'"$line"$'\t\x18'
  await $answer
  print -r -- "$(<$answer)"
done
zpty -d shell
