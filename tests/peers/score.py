"""Scores what the far end heard: `score.py REFERENCE.wav HEARD.wav [FROM_SECS SECS]` prints {"pesq", "stoi", "most", ...}.

What is said repeats the reference without a gap, so a piece of the same length, taken anywhere from the recording,
is the reference turned round by some lag. Circular cross-correlation finds the lag. Each whole piece is scored by
itself. The better of the two youngest is printed, so that one hiccup of a busy machine does not speak for the call: a
fault of the call itself is in every piece. What was heard before these is not judged: after a rush a phone leaves out
sound until its buffer is short again (pjsua, when the machine was flooded: 3.75, 3.36, then 4.2 as ever).
"most" holds the highest scores of all pieces, for a voice that must not be heard at all.
"""

import json
import sys

import numpy as np
from pesq import pesq
from pystoi import stoi
from scipy.io import wavfile

RATE = 8000
JUDGED = 2


def read(path):
    rate, samples = wavfile.read(path)
    if rate != RATE or samples.ndim != 1:
        raise SystemExit(f"{path}: {rate} Hz, shape {samples.shape}: expected {RATE} Hz mono")
    return samples.astype(np.float64)


def turned(reference, piece):
    """Returns the piece turned back to the beginning of the reference, and the lag in samples."""
    strength = np.fft.irfft(np.fft.rfft(piece) * np.conj(np.fft.rfft(reference)), len(reference))
    lag = int(np.argmax(strength))
    return np.roll(piece, -lag), lag


def score(reference, piece):
    if not np.any(piece):
        return 0.0, 0.0, 0
    piece, lag = turned(reference, piece)
    return max(0.0, float(pesq(RATE, reference, piece, "nb", on_error=1))), float(stoi(reference, piece, RATE)), lag


def main(reference_path, heard_path, from_secs=0.0, secs=None):
    reference, heard = read(reference_path), read(heard_path)
    start = int(float(from_secs) * RATE)
    heard = heard[start:] if secs is None else heard[start:start + int(float(secs) * RATE)]
    pieces = len(heard) // len(reference)
    if pieces == 0:
        raise SystemExit(f"{heard_path}: {len(heard) / RATE:.1f} s heard, {len(reference) / RATE:.1f} s are needed")
    # The youngest pieces: the first moments of a stretch may still be silent.
    skipped = len(heard) - pieces * len(reference)
    scores = [score(reference, heard[skipped + n * len(reference):][:len(reference)]) for n in range(pieces)]
    judged = scores[-JUDGED:]
    print(json.dumps({
        "pesq": max(s[0] for s in judged),
        "stoi": max(s[1] for s in judged),
        "most": {"pesq": max(s[0] for s in scores), "stoi": max(s[1] for s in scores)},
        "pieces": [[round(s[0], 3), round(s[1], 3), s[2] * 1000 // RATE] for s in scores],
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])
