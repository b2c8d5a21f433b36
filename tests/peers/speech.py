"""Makes the speech that the phones say: `speech.py FOLDER` writes NAME.wav (to be said) and NAME.ref.wav (to score).

Eight thousand samples a second, mono, 16 bits. What is said repeats one period of silence, sentence, silence, so
that a call may last as long as a test needs; the reference is one period.
"""

import os
import subprocess
import sys

PERIOD_SECS = 6
REPEATS = 40
SPEED = "165"
VOICES = {
    "anna": ("en-us+f3", "The birch canoe slid on the smooth planks, and the sheet was glued to the dark blue background."),
    "bruno": ("es+m1", "La oficina de ventas abre a las nueve, y el almacén del puerto recibe pedidos toda la tarde."),
    "carla": ("en-us+f5", "Four hours of steady work faced us, so a large size in stockings was hard to sell that winter."),
    "dario": ("es+m5", "El tren de las siete llega con retraso, pero la reunión con los proveedores sigue en pie."),
}


def make(folder, name, voice, sentence):
    spoken = os.path.join(folder, name + ".raw.wav")
    subprocess.run(["espeak-ng", "-v", voice, "-s", SPEED, "-w", spoken, sentence], check=True)
    reference = os.path.join(folder, name + ".ref.wav")
    subprocess.run(["sox", "-V1", "-D", spoken, "-r", "8000", "-c", "1", "-b", "16", reference, "gain", "-9",
                    "highpass", "200", "lowpass", "3400", "norm", "-4", "pad", "0.5", str(PERIOD_SECS),
                    "trim", "0", str(PERIOD_SECS)], check=True)
    subprocess.run(["sox", reference, os.path.join(folder, name + ".wav"), "repeat", str(REPEATS - 1)], check=True)
    os.remove(spoken)


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    for who, (voice, sentence) in VOICES.items():
        make(sys.argv[1], who, voice, sentence)
