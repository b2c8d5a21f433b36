"""A desk phone made of baresip: one process with its own folder, driven by the same JSON lines as pjsua_phone.

Commands: register, call, answer, hold, unhold, transfer, dtmf, hangup, and listen, which answers with the stretch of
a file that is whole once the call is over. Events: registered, register_failed, incoming, ringing, progress,
answered, digit, ended. One call at a time is recorded. The version in Debian 12, 1.0.0, knows no attended transfer
and has two faults that leave its recording silent after a re-offer; both are gone round here:

- A description that is not sendrecv (hold) throws the filters of the decoder away, the recorder among them, and no
  new ones are set up while the encoder has one (baresip issue 1496, mended in 1.1). `Recorder` keeps the encoder
  without.
- The jitter buffer is not flushed for a new SSRC until it has given out its first packet. When the sender changes
  within the first few packets, as in a quick transfer, and the new one counts from a lower sequence number, all its
  packets are late (issue 817). There is no jitter buffer here: on loopback nothing is out of order.
"""

import ctypes
import glob
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import time

from lines import Closed, Control, steady_priority

CONFIG = """\
sip_listen 127.0.0.1:{sip_port}
sip_cafile {ca}
net_interface 127.0.0.1
call_local_timeout 120
call_max_calls 4
audio_source aufile,{speech}
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
rtp_ports {rtp_port}-{rtp_last}
jitter_buffer_delay 0-0
module_path {modules}
module aufile.so
module g711.so
module g722.so
module opus.so
module sndfile.so
snd_path {folder}/rec
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control_port}
"""

NAMES = {
    "REGISTER_OK": "registered",
    "REGISTER_FAIL": "register_failed",
    "CALL_INCOMING": "incoming",
    "CALL_RINGING": "ringing",
    "CALL_PROGRESS": "progress",
    "CALL_ESTABLISHED": "answered",
    "CALL_DTMF_START": "digit",
    "CALL_CLOSED": "ended",
}


class Netstrings:
    """The control connection of baresip: `LENGTH:JSON,` in both directions."""

    def __init__(self, port, patience_secs=10):
        deadline = time.monotonic() + patience_secs
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", port))
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                select.select([], [], [], 0.05)
        self.rest = b""

    def send(self, command, params, token):
        body = json.dumps({"command": command, "params": params, "token": token}).encode()
        self.socket.sendall(b"%d:%s," % (len(body), body))

    def received(self):
        """Returns the whole messages among what has arrived; an empty read means that baresip is gone."""
        chunk = self.socket.recv(65536)
        if not chunk:
            raise ConnectionError("baresip has closed its control connection")
        self.rest += chunk
        while (colon := self.rest.find(b":")) > 0:
            end = colon + 1 + int(self.rest[:colon])
            if len(self.rest) <= end:
                return
            message, self.rest = self.rest[colon + 1:end], self.rest[end + 1:]
            yield json.loads(message)


class Recorder:
    """What the filter `sndfile` writes of the decoded audio: 8000 samples a second, 16 bits, a header of 44 bytes."""

    BYTES_PER_SEC, HEADER = 16000, 44
    AHEAD_SECS = 120

    def __init__(self, folder):
        self.folder = folder
        self.blocked_until = int(time.time()) - 1
        os.makedirs(folder)
        self.block_encoder()

    def block_encoder(self):
        """The encoder's file is named after the second of its start. Where a folder has that name already it cannot be
        opened, and the encoder goes without the filter."""
        until = int(time.time()) + self.AHEAD_SECS
        for second in range(self.blocked_until + 1, until + 1):
            name = time.strftime("dump-%Y-%m-%d-%H-%M-%S-enc.wav", time.localtime(second))
            os.makedirs(os.path.join(self.folder, name), exist_ok=True)
        self.blocked_until = until

    def position(self):
        """Returns the file that is being written and its length in seconds. A re-offer that is not sendrecv begins a
        new file, or the same one anew within the same second; without packets it does not grow."""
        files = sorted(glob.glob(os.path.join(self.folder, "*-dec.wav")))
        if not files:
            return None, 0.0
        return files[-1], max(0, os.path.getsize(files[-1]) - self.HEADER) / self.BYTES_PER_SEC


def end_with_parent():
    """Run in baresip before it starts: it is ended with this script, however that ends (prctl PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Phone:
    """The process, its control connection and the calls by our number."""

    def __init__(self):
        self.control = Control()
        self.process = self.wire = self.folder = self.recorder = None
        self.calls, self.asked, self.listening = {}, {}, []
        self.issued, self.nameless = 0, []

    def do_register(self, command):
        self.folder = command["folder"]
        self.recorder = Recorder(os.path.join(self.folder, "rec"))
        for empty in ("accounts", "contacts"):
            open(os.path.join(self.folder, empty), "w").close()
        modules = next(p for p in glob.glob("/usr/lib/baresip/modules") + glob.glob("/usr/lib/*/baresip/modules"))
        with open(os.path.join(self.folder, "config"), "w") as config:
            config.write(CONFIG.format(modules=modules, ca=command.get("ca") or "/dev/null", folder=self.folder,
                                       speech=command["speech"], sip_port=command["sip_port"],
                                       control_port=command["control_port"], rtp_port=command["rtp_port"],
                                       rtp_last=command["rtp_port"] + 40))
        log = open(os.path.join(self.folder, "baresip.log"), "w")
        self.process = subprocess.Popen([shutil.which("baresip"), "-f", self.folder, "-s"], stdin=subprocess.DEVNULL,
                                        stdout=log, stderr=log, preexec_fn=end_with_parent)
        self.wire = Netstrings(command["control_port"])
        codecs = ",".join(command.get("codecs", ["PCMA/8000"]))
        self.ask(command, "uanew",
                 f"<sip:{command['user']}@{command['domain']}>;auth_user={command['user']}"
                 f";auth_pass={command['secret']};answermode=manual;regint={command.get('expires_secs', 300)}"
                 f";audio_codecs={codecs};outbound=\"sip:{command['proxy']};transport={command['transport']}\"")

    def do_call(self, command):
        self.ask(command, "dial", command["to"])

    def do_answer(self, command):
        self.ask(command, "accept")

    def do_hold(self, command):
        self.ask(command, "hold")

    def do_unhold(self, command):
        self.ask(command, "resume")

    def do_transfer(self, command):
        self.ask(command, "transfer", command["to"])

    def do_dtmf(self, command):
        for digit in command["digits"]:
            self.ask(command, "sndcode", digit)

    def do_hangup(self, command):
        self.ask(command, "hangup")

    def do_listen(self, command):
        file, since = self.recorder.position()
        if file:
            self.listening.append((time.monotonic() + command["secs"], command, file, since))
        else:
            self.control.refuse(command, "nothing is being heard")

    def ask(self, command, name, params=""):
        self.asked[str(command["id"])] = command
        self.wire.send(name, params, str(command["id"]))

    def dialled(self, command):
        """baresip tells a call's identity with its first event only: the number is issued before."""
        if command["do"] != "call":
            return {}
        self.issued += 1
        self.nameless.append(self.issued)
        return {"call": self.issued}

    def number_of(self, call_id, direction):
        if call_id not in self.calls:
            if direction == "outgoing" and self.nameless:
                self.calls[call_id] = self.nameless.pop(0)
            else:
                self.issued += 1
                self.calls[call_id] = self.issued
        return self.calls[call_id]

    def hear(self, message):
        """Turns one message of baresip into an answer or an event."""
        if message.get("response"):
            command = self.asked.pop(message.get("token"), None)
            if command and message["ok"]:
                self.control.answer(command, **self.dialled(command))
            elif command:
                self.control.refuse(command, message.get("data", "refused").strip())
            return
        name = NAMES.get(message.get("type"))
        if name is None:
            return
        facts = {}
        if message.get("class") == "call":
            number = facts["call"] = self.number_of(message.get("id"), message.get("direction"))
            facts["peer"] = message.get("peeruri", "")
            if name == "digit":
                facts["digit"] = message.get("param", "")
        self.control.event(name, reason=message.get("param", ""), **facts)

    def answer_listeners(self):
        for entry in list(self.listening):
            due, command, file, since = entry
            youngest, until = self.recorder.position()
            if youngest != file or until < since:
                self.control.refuse(command, "the audio began anew while it was being listened to")
            elif time.monotonic() < due:
                continue
            else:
                self.control.answer(command, file=file, from_secs=since)
            self.listening.remove(entry)

    def run(self):
        try:
            while True:
                for command in self.control.commands(0.01 if self.wire else 0.2):
                    getattr(self, "do_" + command["do"])(command)
                if self.recorder:
                    self.recorder.block_encoder()
                    self.answer_listeners()
                if self.wire and select.select([self.wire.socket], [], [], 0.01)[0]:
                    for message in self.wire.received():
                        self.hear(message)
        except (Closed, ConnectionError):
            pass
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                self.process.kill()


if __name__ == "__main__":
    steady_priority()
    Phone().run()
