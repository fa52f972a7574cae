%% Starts children by ports, and by os:cmd, without end.
-module(ports).
-export([main/0]).

main() ->
    Port = open_port({spawn, "cat"}, [exit_status]),
    spawn(fun loop/0),
    loop(Port).

loop(Port) ->
    Short = open_port({spawn, "sh -c 'sleep 0.05'"}, [exit_status]),
    receive {Short, {exit_status, 0}} -> loop(Port) end.

loop() ->
    os:cmd("ls / | wc -l; echo x >> progress.$(id -un)"),
    loop().
