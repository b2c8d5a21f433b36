"""A desk phone made of pjsua2: one process, one account, up to four calls, driven by JSON lines.

Commands: register, unregister, call, answer, reject, hold, unhold, transfer, attended, dtmf, listen, hangup,
quality. Events: registered, unregistered, incoming, ringing, progress, answered, held, resumed,
transferring, transferred, digit, ended.
"""

import ctypes
import glob
import os
import time

import pjsua2 as pj

from lines import Closed, Control, steady_priority

TRANSPORTS = {"udp": pj.PJSIP_TRANSPORT_UDP, "tcp": pj.PJSIP_TRANSPORT_TCP, "tls": pj.PJSIP_TRANSPORT_TLS}
# The library crashes when Python frees an object it still refers to: everything handed to it stays here.
KEPT = []


class Call(pj.Call):
    """One call with its player and, while somebody listens, a recorder."""

    def __init__(self, phone, call_id=pj.PJSUA_INVALID_ID):
        super().__init__(phone.account, call_id)
        KEPT.append(self)
        self.phone = phone
        self.number = phone.adopt(self)
        self.recorder = self.player = None
        self.holding = False

    def onCallState(self, prm):
        info = self.getInfo()
        if info.state == pj.PJSIP_INV_STATE_EARLY and info.role == pj.PJSIP_ROLE_UAC:
            name = "ringing" if info.lastStatusCode == 180 else "progress"
            self.phone.control.event(name, call=self.number, status=info.lastStatusCode)
        elif info.state == pj.PJSIP_INV_STATE_CONFIRMED:
            self.phone.control.event("answered", call=self.number, peer=info.remoteUri)
        elif info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.silence()
            self.phone.calls.pop(self.number, None)
            self.phone.control.event("ended", call=self.number, status=info.lastStatusCode,
                                     reason=info.lastReason, talked_secs=duration(info.connectDuration))

    def onCallMediaState(self, prm):
        info = self.getInfo()
        audio = next((m for m in info.media if m.type == pj.PJMEDIA_TYPE_AUDIO), None)
        status = audio.status if audio else pj.PJSUA_CALL_MEDIA_NONE
        if status == pj.PJSUA_CALL_MEDIA_ACTIVE:
            if self.holding:
                self.phone.control.event("resumed", call=self.number)
            self.holding = False
            self.speak()
        elif status in (pj.PJSUA_CALL_MEDIA_LOCAL_HOLD, pj.PJSUA_CALL_MEDIA_REMOTE_HOLD):
            side = "here" if status == pj.PJSUA_CALL_MEDIA_LOCAL_HOLD else "there"
            self.holding = True
            self.silence()
            self.phone.control.event("held", call=self.number, side=side)

    def onCallTransferRequest(self, prm):
        prm.newCall = Call(self.phone)
        self.phone.control.event("transferring", call=self.number, to=prm.dstUri, as_call=prm.newCall.number)

    def onCallReplaceRequest(self, prm):
        prm.newCall = Call(self.phone)

    def onCallTransferStatus(self, prm):
        self.phone.control.event("transferred", call=self.number, status=prm.statusCode,
                                 final=bool(prm.finalNotify))
        prm.cont = not prm.finalNotify

    def onDtmfDigit(self, prm):
        self.phone.control.event("digit", call=self.number, digit=prm.digit)

    def speak(self):
        """Plays the phone's speech; a refresh may replace the stream behind the same call, so it is joined again."""
        audio = self.getAudioMedia(-1)
        if self.player is None:
            self.player = pj.AudioMediaPlayer()
            KEPT.append(self.player)
            self.player.createPlayer(self.phone.speech)
        self.player.startTransmit(audio)
        if self.recorder:
            audio.startTransmit(self.recorder)

    def record(self, path):
        self.recorder = pj.AudioMediaRecorder()
        KEPT.append(self.recorder)
        self.recorder.createRecorder(path)
        self.getAudioMedia(-1).startTransmit(self.recorder)

    def stop_recording(self):
        """Ends the recorder; its file is whole afterwards."""
        if self.recorder:
            KEPT.remove(self.recorder)
        self.recorder = None

    def silence(self):
        self.stop_recording()
        if self.player:
            KEPT.remove(self.player)
        self.player = None


class Account(pj.Account):
    """The registration of the phone and the door for calls that come in."""

    def __init__(self, phone):
        super().__init__()
        self.phone = phone

    def onRegState(self, prm):
        if prm.code // 100 == 2:
            name = "registered" if prm.expiration else "unregistered"
            self.phone.control.event(name, status=prm.code)
        else:
            self.phone.control.event("register_failed", status=prm.code, reason=prm.reason)

    def onIncomingCall(self, prm):
        call = Call(self.phone, prm.callId)
        info = call.getInfo()
        ringing = pj.CallOpParam()
        ringing.statusCode = 180
        call.answer(ringing)
        self.phone.control.event("incoming", call=call.number, peer=info.remoteUri, to=info.localUri)


class Phone:
    """The process: library, transport, account, and the calls by their number."""

    def __init__(self):
        self.control = Control()
        self.endpoint = pj.Endpoint()
        self.account = None
        self.calls, self.issued = {}, 0
        self.listening, self.recorded = [], 0
        self.speech = self.folder = None

    def adopt(self, call):
        self.issued += 1
        self.calls[self.issued] = call
        return self.issued

    def start(self, transport, ca):
        config = pj.EpConfig()
        config.uaConfig.threadCnt = 0
        config.uaConfig.mainThreadOnly = True
        config.uaConfig.userAgent = "scenario pjsua2"
        config.medConfig.clockRate = 8000
        config.medConfig.noVad = True
        config.medConfig.quality = 10
        config.logConfig.level = 5
        config.logConfig.consoleLevel = 0
        config.logConfig.filename = os.path.join(self.folder, "pjsua.log")
        self.endpoint.libCreate()
        self.endpoint.libInit(config)
        bound = pj.TransportConfig()
        bound.boundAddress = "127.0.0.1"
        if transport == "tls":
            bound.tlsConfig.CaListFile = ca
            bound.tlsConfig.verifyServer = True
        self.endpoint.transportCreate(TRANSPORTS[transport], bound)
        self.endpoint.libStart()
        self.endpoint.audDevManager().setNullDev()
        self.endpoint.codecSetPriority("*", 0)

    def do_register(self, command):
        self.folder, self.speech = command["folder"], command["speech"]
        self.start(command["transport"], command.get("ca", ""))
        for rank, codec in enumerate(command.get("codecs", ["PCMA/8000"])):
            self.endpoint.codecSetPriority(codec, 200 - rank)
        config = pj.AccountConfig()
        config.idUri = f"sip:{command['user']}@{command['domain']}"
        config.regConfig.registrarUri = f"sip:{command['domain']}"
        config.regConfig.timeoutSec = command.get("expires_secs", 300)
        config.regConfig.retryIntervalSec = 0
        config.sipConfig.proxies.append(f"sip:{command['proxy']};transport={command['transport']};lr")
        config.sipConfig.authCreds.append(
            pj.AuthCredInfo("digest", "*", command["user"], 0, command["secret"]))
        config.mediaConfig.transportConfig.boundAddress = "127.0.0.1"
        config.mediaConfig.transportConfig.port = command["rtp_port"]
        self.account = Account(self)
        self.account.create(config)

    def do_unregister(self, command):
        self.account.setRegistration(False)

    def do_call(self, command):
        call = Call(self)
        call.makeCall(command["to"], pj.CallOpParam(True))
        return {"call": call.number}

    def do_answer(self, command):
        param = pj.CallOpParam()
        param.statusCode = 200
        self.calls[command["call"]].answer(param)

    def do_reject(self, command):
        param = pj.CallOpParam()
        param.statusCode = command["status"]
        self.calls[command["call"]].answer(param)

    def do_hold(self, command):
        self.calls[command["call"]].setHold(pj.CallOpParam(True))

    def do_unhold(self, command):
        param = pj.CallOpParam(True)
        param.opt.flag = pj.PJSUA_CALL_UNHOLD
        self.calls[command["call"]].reinvite(param)

    def do_transfer(self, command):
        self.calls[command["call"]].xfer(command["to"], pj.CallOpParam(True))

    def do_attended(self, command):
        self.calls[command["call"]].xferReplaces(self.calls[command["with"]], pj.CallOpParam(True))

    def do_dtmf(self, command):
        self.calls[command["call"]].dialDtmf(command["digits"])

    def do_hangup(self, command):
        self.calls[command["call"]].hangup(pj.CallOpParam())

    def do_quality(self, command):
        stats = self.calls[command["call"]].getStreamStat(0).rtcp
        return {"received": stats.rxStat.pkt, "lost": stats.rxStat.loss, "sent": stats.txStat.pkt}

    def do_listen(self, command):
        """Records what the call hears from now on, and is answered once that has lasted as long as asked."""
        call = self.calls[command["call"]]
        self.recorded += 1
        path = os.path.join(self.folder, f"heard-{self.recorded}.wav")
        call.record(path)
        self.listening.append((time.monotonic() + command["secs"], command, call, path))

    def obey(self, command):
        try:
            facts = getattr(self, "do_" + command["do"])(command)
            if command["do"] != "listen":
                self.control.answer(command, **(facts or {}))
        except (pj.Error, KeyError, AttributeError) as error:
            why = error.info() if isinstance(error, pj.Error) else repr(error)
            self.control.refuse(command, why)

    def answer_listeners(self):
        for entry in list(self.listening):
            due, command, call, path = entry
            if call.recorder is None:
                self.control.refuse(command, "the audio ended while it was being listened to")
            elif time.monotonic() < due:
                continue
            else:
                call.stop_recording()
                self.control.answer(command, file=path, from_secs=0.0)
            self.listening.remove(entry)

    def run(self):
        try:
            while True:
                for command in self.control.commands(0 if self.account else 0.2):
                    self.obey(command)
                self.answer_listeners()
                if self.account:
                    self.endpoint.libHandleEvents(10)
        except Closed:
            pass
        for call in list(self.calls.values()):
            call.silence()
        if self.account:
            self.endpoint.libDestroy()
        # The interpreter's own tidying would free objects which the library has freed already.
        os._exit(0)


def load_digests():
    """Makes MD5 and SHA-256 known to the OpenSSL inside the wheel, which else loads them with its first TLS socket."""
    bundled = os.path.join(os.path.dirname(pj.__file__), "..", "pjsua2_python.libs", "libcrypto-*.so*")
    for library in glob.glob(bundled):
        ctypes.CDLL(library).OpenSSL_add_all_digests()


def duration(value):
    return value.sec + value.msec / 1000


if __name__ == "__main__":
    steady_priority()
    load_digests()
    Phone().run()
