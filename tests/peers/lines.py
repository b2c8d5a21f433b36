"""Control of a peer by JSON lines: commands on standard input, answers and events on standard output.

A command is {"id": 1, "do": "call", ...}. Its answer is {"id": 1, ...} or {"id": 1, "error": "..."}.
What happens by itself is {"event": "answered", ...}. The end of standard input ends the peer.
"""

import json
import os
import select


class Closed(Exception):
    """The other side has closed standard input: the peer is to end."""


class Control:
    """One end of the pipe pair. Whatever a library prints goes to standard error."""

    def __init__(self):
        self._out = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
        os.dup2(2, 1)
        os.set_blocking(0, False)
        self._rest = b""

    def event(self, name, **facts):
        self._write({"event": name, **facts})

    def answer(self, command, **facts):
        self._write({"id": command["id"], **facts})

    def refuse(self, command, error):
        self._write({"id": command["id"], "error": str(error)})

    def commands(self, wait_secs=0.0):
        """Returns the commands that have arrived, waiting up to `wait_secs` for the first."""
        if not select.select([0], [], [], wait_secs)[0]:
            return []
        chunk = os.read(0, 65536)
        if not chunk:
            raise Closed
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        return [json.loads(line) for line in lines if line.strip()]

    def _write(self, line):
        self._out.write(json.dumps(line) + "\n")


def steady_priority():
    """Asks for the processor before everything else (round robin, sched(7)), or at least for a better nice value: an
    audio clock that is late beside a build spoils the score. Phones need a few per cent of a core."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except (AttributeError, PermissionError):
        try:
            os.nice(-10)
        except PermissionError:
            pass
