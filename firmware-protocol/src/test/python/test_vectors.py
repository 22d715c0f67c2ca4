"""The golden vectors of the stream, as Java and JavaScript read them: python3 -m unittest discover -s src/test/python"""

import json
import math
import pathlib
import random
import sys
import unittest

MODULE = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(MODULE / "src/main/python"))
from ferrule import Refused, StreamDecoder  # noqa: E402

FILE = json.loads((MODULE / "vectors/stream.json").read_text())


def series(blocks):
    """The blocks of a vector as the decoder tells them: channel by channel."""
    told = []
    for block in blocks:
        for i, column in enumerate(block["values"]):
            quality = block["quality"][i] if block.get("quality") else [0] * len(block["times"])
            told.append((block["channel"] + i, block["kind"], block["times"], [float(value) for value in column], quality))
    return told


def comparable(value):
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else (value, math.copysign(1, value))
    return (float(value), math.copysign(1, value))


def plain(rows):
    return [(n, kind, list(times), [comparable(float(v)) for v in values], list(quality)) for n, kind, times, values, quality in rows]


class Vectors(unittest.TestCase):
    def test_every_vector_is_read_or_refused_as_it_says(self):
        outcomes = set()
        for vector in FILE["vectors"]:
            decoder = StreamDecoder()
            for message in vector["messages"]:
                with self.subTest(vector["name"], message=message["hex"]):
                    outcomes.add(message["outcome"])
                    data, gen = bytes.fromhex(message["hex"]), message.get("gen", FILE["gen"])
                    if message["outcome"] == "delivered":
                        decoded = decoder.decode(data, gen)
                        self.assertEqual(message["reference"], decoded["snapshot"])
                        self.assertEqual(message["time"], decoded["time"])
                        self.assertEqual(message.get("position"), decoded["position"])
                        self.assertEqual(plain(series(message["blocks"])), plain(decoded["series"]))
                    else:
                        with self.assertRaises(Refused) as refused:
                            decoder.decode(data, gen)
                        self.assertEqual(message["outcome"], refused.exception.rule, message.get("why"))
        self.assertEqual({"damaged", "delivered", "generation", "reference", "version"}, outcomes)
        self.assertGreaterEqual(len(FILE["vectors"]), 165)

    def test_no_bytes_make_it_fail_otherwise(self):
        seed = 20261201
        chance = random.Random(seed)
        good = [bytes.fromhex(m["hex"]) for v in FILE["vectors"] for m in v["messages"] if len(m["hex"]) < 400]
        for i in range(20_000):
            data = bytearray(chance.choice(good))
            for _ in range(chance.randint(1, 3)):
                if data:
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            decoder = StreamDecoder()
            try:
                decoder.decode(bytes(data), FILE["gen"])
            except Refused:
                pass
            except Exception as fault:
                self.fail(f"{fault!r} of {data.hex()}, seed {seed}, {i}")


if __name__ == "__main__":
    unittest.main()
