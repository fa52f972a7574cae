# zsh -f complete-in-zsh.zsh SCRIPT LINE FOLDER: prints what LINE becomes when TAB is pressed at its end, in an
# interactive zsh on a pseudo terminal that has sourced SCRIPT. FOLDER is for what the two shells tell each other.
zmodload zsh/zpty
export script=$1 answer=$3/line ready=$3/ready TERM=dumb

await() {
  repeat 500; do
    [[ -s $1 ]] && return
    sleep 0.02
  done
  print -u2 "waited 10 s in vain for $1"
  exit 1
}

zpty shell zsh -f -i
zpty -w shell 'autoload -Uz compinit; compinit -u -d ${script:h}/zcompdump; source $script'
zpty -w shell 'tell-line() { print -r -- "$BUFFER" >$answer }; zle -N tell-line'
zpty -w shell 'bindkey "^I" complete-word; bindkey "^X" tell-line; print ready >$ready'
await $ready
zpty -w -n shell "$2"$'\t\x18'
await $answer
print -r -- "$(<$answer)"
zpty -d shell
