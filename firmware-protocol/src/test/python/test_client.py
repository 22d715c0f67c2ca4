"""The client with a gateway in the hands of the test, over a real socket."""

import base64
import hashlib
import http.server
import json
import pathlib
import struct
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "main/python"))
from ferrule import FerruleError, connect  # noqa: E402

T0 = 1_767_225_600_000
PATIENCE = 60  # s; a busy machine takes its time
HELLO = {"t": "hello", "version": 1, "gateway": "G", "build": "1", "session": "s", "stream": "run-1", "time": T0 + 60_000}
DICTIONARY = {
    "t": "dictionary",
    "gen": 3,
    "t0": T0,
    "devices": [{"id": "water", "name": "Water", "driver": "text", "link": "x", "state": "up", "since": T0}],
    "channels": [
        {"n": 0, "id": "water.pressure", "device": "water", "name": "Pressure", "unit": "bar", "kind": "number", "decimals": 2, "access": "r"},
        {"n": 1, "id": "water.pump", "device": "water", "name": "Pump", "kind": "switch", "access": "rw"},
        {"n": 2, "id": "water.heater", "device": "water", "name": "Heater", "kind": "switch", "access": "rw", "safe": 0, "lease": 300},
    ],
}


class Connection:
    """One WebSocket, seen from the gateway."""

    def __init__(self, handler):
        self.handler = handler
        self.got = []
        self.closed_with = None
        self.changed = threading.Condition()

    def listen(self):
        read = self.handler.rfile.read
        while True:
            head = read(2)
            if len(head) < 2:
                return
            size = head[1] & 127
            if size == 126:
                size = struct.unpack(">H", read(2))[0]
            mask = read(4)
            payload = bytes(byte ^ mask[i % 4] for i, byte in enumerate(read(size)))
            with self.changed:
                if head[0] & 15 == 8:
                    self.closed_with = struct.unpack(">H", payload[:2])[0]
                else:
                    self.got.append(json.loads(payload))
                self.changed.notify_all()
            if self.closed_with:
                return

    def await_got(self, kind, count=1):
        def found():
            return [message for message in self.got if message["t"] == kind]

        with self.changed:
            assert self.changed.wait_for(lambda: len(found()) >= count, PATIENCE), f"no {kind} in {self.got}"
            return found()[count - 1]

    def await_close(self):
        with self.changed:
            assert self.changed.wait_for(lambda: self.closed_with, PATIENCE), "not closed"
            return self.closed_with

    def frame(self, kind, payload):
        size = len(payload)
        self.handler.wfile.write(bytes([128 | kind]) + (bytes([size]) if size < 126 else b"\x7e" + struct.pack(">H", size)) + payload)
        self.handler.wfile.flush()

    def text(self, **message):
        self.frame(1, json.dumps(message).encode())

    def greet(self, **other):
        self.text(**{**HELLO, **other})
        self.text(**DICTIONARY)
        return self.await_got("subscribe")

    def snapshot(self, position):
        """The pressure is 8.42 bar at 10 ms."""
        self.text(t="subscribed", channels=[0, 1, 2], position=position)
        self.text(t="readings", time=T0 + 10, r=[[0, 0, 8.42]], k=True, before=position, position=position)

    def reading(self, n, ms, value, before, position, *quality):
        self.text(t="readings", time=T0 + ms, r=[[n, 0, value, *quality]], before=before, position=position)

    def cut(self):
        self.handler.connection.shutdown(2)


class Gateway:
    def __init__(self):
        self.connections = []
        self.answers = {}
        self.asked = []
        self.changed = threading.Condition()
        gateway = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                if self.path in gateway.answers or "Upgrade" not in self.headers:
                    gateway.asked.append((self.path, self.headers.get("Authorization")))
                    status, body = gateway.answers.get(self.path, (404, {}))
                    data = json.dumps(body).encode()
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                    return
                guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
                accept = hashlib.sha1((self.headers["Sec-WebSocket-Key"] + guid).encode()).digest()
                self.send_response(101)
                self.send_header("Upgrade", "websocket")
                self.send_header("Connection", "Upgrade")
                self.send_header("Sec-WebSocket-Accept", base64.b64encode(accept).decode())
                self.send_header("Sec-WebSocket-Protocol", self.headers["Sec-WebSocket-Protocol"])
                self.end_headers()
                one = Connection(self)
                with gateway.changed:
                    gateway.connections.append(one)
                    gateway.changed.notify_all()
                self.close_connection = True
                try:
                    one.listen()
                except OSError:
                    pass

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def connection(self, number):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.connections) > number, PATIENCE), "nobody connects"
            return self.connections[number]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Wait:
    """Facts of one event, in order."""

    def __init__(self, client, event):
        self.facts = []
        self.changed = threading.Condition()
        client.on(event, self.take)

    def take(self, fact):
        with self.changed:
            self.facts.append(fact)
            self.changed.notify_all()

    def until(self, count):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.facts) >= count, PATIENCE), self.facts
            return self.facts


class ClientTest(unittest.TestCase):
    def setUp(self):
        self.gateway = Gateway()
        self.addCleanup(self.gateway.close)

    def connect(self, **how):
        client = connect(self.gateway.address, **how)
        self.addCleanup(client.close)
        return client

    def test_tells_the_value_of_a_channel_as_soon_as_there_is_one(self):
        client = self.connect(channels=["water.*"], rate=2)
        one = self.gateway.connection(0)
        self.assertEqual({"t": "subscribe", "channels": ["water.*"], "rate": 2}, one.greet())
        one.snapshot(1)
        reading = client.value("water.pressure", PATIENCE)
        self.assertEqual(("Pressure", 8.42, "bar", "good"), (reading.name, reading.value, reading.unit, reading.quality))
        self.assertEqual((T0 + 10) / 1000, reading.time)
        self.assertIsNone(client.latest("water.pump"))
        with self.assertRaisesRegex(FerruleError, "no channel"):
            client.value("water.presure", PATIENCE)
        with self.assertRaisesRegex(FerruleError, "in time"):
            client.value("water.pump", 0.05)

    def test_shows_its_token_and_says_why_it_is_not_let_in(self):
        self.gateway.answers["/ws/v1"] = (401, {"detail": "Neither token nor cookie.", "hint": "Log in."})
        client = self.connect(token="secret")
        with self.assertRaisesRegex(FerruleError, "Neither token nor cookie. Log in."):
            client.value("water.pressure", PATIENCE)
        self.assertEqual(("/ws/v1", "Bearer secret"), self.gateway.asked[0])

    def test_comes_back_for_what_it_missed_and_tells_each_reading_once(self):
        client = self.connect()
        heard, gaps, states = Wait(client, "reading"), Wait(client, "gap"), Wait(client, "state")
        one = self.gateway.connection(0)
        one.greet()
        one.snapshot(5)
        one.reading(1, 11, 1, 5, 8)
        heard.until(2)
        one.cut()
        two = self.gateway.connection(1)
        self.assertEqual("stale", client.latest("water.pressure").quality)
        self.assertEqual({"t": "subscribe", "stream": "run-1", "position": 8}, two.greet())
        two.text(t="resumed", **{"whole": True, "from": 8, "to": 12})
        two.text(t="readings", time=T0 + 11, r=[[1, 0, 1], [1, 1, 0]], before=8, position=12)
        two.text(t="subscribed", channels=[0, 1, 2], position=12)
        two.text(t="readings", time=T0 + 10, r=[[0, 0, 8.42], [1, 2, 0]], k=True, before=12, position=12)
        two.reading(1, 13, None, 12, 14, 0x83)
        told = [(r.channel, r.value, r.past, r.quality) for r in heard.until(4)]
        self.assertEqual(
            [
                ("water.pressure", 8.42, False, "good"),
                ("water.pump", 1, False, "good"),
                ("water.pump", 0, True, "good"),
                ("water.pump", None, False, "bad"),
            ],
            told,
        )
        self.assertEqual(["live", "offline", "live"], states.until(3))
        self.assertEqual([], gaps.facts)

    def test_says_from_when_to_when_it_missed_something(self):
        client = self.connect()
        gaps = Wait(client, "gap")
        one = self.gateway.connection(0)
        one.greet()
        one.snapshot(5)
        client.value("water.pressure", PATIENCE)
        one.cut()
        two = self.gateway.connection(1)
        two.greet(stream="run-2")
        two.text(t="resumed", **{"whole": False, "from": 1, "to": 1})
        self.assertEqual([((T0 + 10) / 1000, T0 / 1000 + 60)], gaps.until(1))

    def test_notices_lost_messages_in_json(self):
        client = self.connect()
        heard = Wait(client, "reading")
        one = self.gateway.connection(0)
        one.greet()
        one.snapshot(5)
        one.reading(1, 11, 1, 5, 8)
        one.text(t="merged", count=0)
        one.snapshot(20)
        one.reading(1, 12, 0, 20, 21)
        one.reading(1, 13, 1, 22, 23)
        self.assertEqual(4410, one.await_close())
        self.assertEqual(3, len(heard.until(3)))
        self.assertEqual(21, self.gateway.connection(1).greet()["position"])

    def test_notices_lost_messages_in_binary(self):
        client = self.connect(codec="binary")
        heard = Wait(client, "reading")
        one = self.gateway.connection(0)
        one.greet()
        one.text(t="subscribed", channels=[0, 1, 2], position=1)
        one.frame(2, bytes([0x63, 10, 1, 1, 0, 0, 0x94, 0x0D]))
        self.assertEqual(8.42, client.value("water.pressure", PATIENCE).value)
        one.frame(2, bytes([0x53, 1, 0, 1, 2]))
        one.frame(2, bytes([0x63, 10, 1, 2, 0, 0, 0x94, 0x0D]))
        one.frame(2, bytes([0x63, 10, 1, 4, 0, 0, 0x94, 0x0D]))
        self.assertEqual(4410, one.await_close())
        self.assertEqual(2, len(heard.facts))
        self.assertEqual(2, self.gateway.connection(1).greet()["position"])

    def commanding(self, **how):
        client = self.connect()
        one = self.gateway.connection(0)
        one.greet()
        one.snapshot(1)
        client.value("water.pressure", PATIENCE)
        ends = []
        thread = threading.Thread(target=lambda: ends.append(client.command(value=1, **how)), daemon=True)
        thread.start()
        return client, one, lambda: (thread.join(PATIENCE), ends[0])[1]

    def test_follows_a_command_to_its_end(self):
        states = []
        _, one, end = self.commanding(channel="water.pump", on_state=lambda outcome: states.append(outcome.state))
        sent = one.await_got("command")
        self.assertEqual(("water.pump", 1, 3000), (sent["channel"], sent["value"], sent["ttl"]))
        for state in ("admitted", "written", "confirmed"):
            one.text(t="command", id=sent["id"], channel="water.pump", value=1, state=state)
        self.assertEqual("confirmed", end().state)
        self.assertEqual(["admitted", "written", "confirmed"], states)

    def test_asks_what_became_of_a_command_and_never_sends_it_again(self):
        _, one, end = self.commanding(channel="water.pump")
        number = one.await_got("command")["id"]
        self.gateway.answers[f"/api/v1/commands/{number}"] = (200, {"id": number, "state": "failed", "reason": "device_failed"})
        one.cut()
        self.assertEqual(("failed", "device_failed"), (end().state, end().reason))
        two = self.gateway.connection(1)
        two.greet()
        two.text(t="time", time=T0)
        self.assertEqual([], [message for message in two.got if message["t"] == "command"])

    def test_holds_an_output_while_it_is_asked_to(self):
        _, one, end = self.commanding(channel="water.heater", hold=True)
        first = one.await_got("command")
        one.text(t="command", id=first["id"], channel="water.heater", value=1, state="confirmed", lease=300)
        self.assertEqual("confirmed", end().state)
        self.assertEqual(first, one.await_got("command", 3))

    def test_sends_nothing_without_a_connection(self):
        client = self.connect()
        states = Wait(client, "state")
        one = self.gateway.connection(0)
        one.greet()
        one.snapshot(1)
        states.until(1)
        self.gateway.answers["/ws/v1"] = (503, {})
        one.cut()
        states.until(2)
        self.assertEqual("not_connected", client.command("water.pump", 1).reason)

    def test_survives_what_is_no_message_and_listeners_that_throw(self):
        client = self.connect()
        faults = Wait(client, "fault")
        hook, thrown = threading.excepthook, []
        threading.excepthook = lambda args: thrown.append(args.exc_value)
        self.addCleanup(setattr, threading, "excepthook", hook)
        client.on("reading", lambda reading: 1 / 0)
        one = self.gateway.connection(0)
        for junk in ("", "{", "[]", '{"t":"dictionary"}', '{"t":"readings","r":7}'):
            one.frame(1, junk.encode())
        one.greet()
        one.snapshot(1)
        self.assertEqual(8.42, client.value("water.pressure", PATIENCE).value)
        self.assertEqual(5, len(faults.until(5)))
        self.assertIsInstance(thrown[0], ZeroDivisionError)

    def test_iterates_over_readings_until_it_is_closed(self):
        client = self.connect()
        taken = []
        thread = threading.Thread(target=lambda: taken.extend(client.readings()), daemon=True)
        thread.start()
        one = self.gateway.connection(0)
        end = time.monotonic() + PATIENCE
        while not client._queues and time.monotonic() < end:
            time.sleep(0.01)
        one.greet()
        one.snapshot(1)
        client.value("water.pressure", PATIENCE)
        client.close()
        thread.join(PATIENCE)
        self.assertEqual([8.42], [reading.value for reading in taken])
        self.assertEqual("offline", client.state)
        with self.assertRaisesRegex(FerruleError, "closed"):
            client.value("water.pressure")


if __name__ == "__main__":
    unittest.main()
