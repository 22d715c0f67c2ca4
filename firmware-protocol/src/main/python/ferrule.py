"""Client of a Ferrule gateway: one file, Python 3.9 and later, only what Python brings.

    from ferrule import connect
    with connect("http://127.0.0.1:8080") as gateway:
        reading = gateway.value("climate.air_temp")
        print(reading.name, reading.value, reading.unit)

A connection that is cut is opened again for as long as the client is not closed; what was missed is told then, or that it
cannot be. A thread of the client reads the socket and calls listeners; every method may be called from any thread, none
but ``close`` and ``on`` from a listener. PROTOCOL.md, part B, is what is spoken.
"""

import base64
import collections
import dataclasses
import hashlib
import json
import math
import os
import random
import select
import socket
import ssl
import struct
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

__all__ = ["connect", "Client", "Reading", "Outcome", "StreamDecoder", "Refused", "FerruleError"]

SILENT_AFTER = 12.0  # s; a gateway says something every 5 s
OPENING_AT_MOST = 10.0  # s
PATIENCE = 15.0  # s after its time to live, in which the end of a command must be told
DAMAGED_AT_MOST = 8
MOST_QUEUED = 10_000  # readings that wait for readings()
MOST_MESSAGE = 1 << 24  # bytes
LOST_CODE, DAMAGED_CODE, SILENT_CODE = 4410, 1007, 4000
LEAST_WAIT = {4413: 1, 1013: 5, 4429: 5, 1008: 30, 1009: 30, 4400: 30}  # s, by close code
AT_ONCE = (4403, LOST_CODE)
ENDS = ("confirmed", "rejected", "failed", "expired", "unknown")
CLASSES = ("good", "uncertain", "bad", "stale")
LINK_DOWN = 0xC5


class FerruleError(Exception):
    """The gateway does not let this client in, has no such channel, or did not answer in time."""


@dataclasses.dataclass(frozen=True)
class Reading:
    """One value of one channel."""

    channel: str
    name: str
    unit: str
    #: seconds since 1970, as time.time()
    time: float
    #: in the unit; None when it is bad
    value: "float | None"
    #: good, uncertain, bad or stale
    quality: str
    #: quality with its reason (PROTOCOL.md, 0.1)
    code: int
    #: whether it was missed and is told afterwards
    past: bool


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How far a command got."""

    id: str
    channel: str
    value: float
    state: str
    reason: str = ""
    text: str = ""
    #: seconds until the same may be allowed; 0: nobody knows
    retry_after: float = 0.0


def connect(address, channels=None, rate=None, token=None, codec="json", context=None):
    """Connects to a gateway.

    address   http://host:port, and the path below which a proxy has it
    channels  patterns of channel ids, * is any run of characters; without them every channel
    rate      messages a second at most, with the newest reading per channel each; without it every reading comes, and
              what was missed as well
    token     of `ferrule token add`; not needed where nobody has to say who they are
    codec     "json", or "binary": a tenth of the bytes for more work here
    context   ssl.SSLContext, for https with an authority of one's own
    """
    return Client(address, channels, rate, token, codec, context)


class Client:
    """A connection to one gateway; made by connect()."""

    def __init__(self, address, channels, rate, token, codec, context):
        url = urllib.parse.urlsplit(address)
        if url.scheme not in ("http", "https") or not url.hostname:
            raise ValueError(f'"{address}" is no address of a gateway; write http://host:port')
        if codec not in ("json", "binary"):
            raise ValueError('codec is "json" or "binary"')
        self._base = address.rstrip("/")
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._codec = codec
        self._context = context or (ssl.create_default_context() if url.scheme == "https" else None)
        self._subscription = _subscription(channels, rate)
        self._resumes = rate is None
        # Everything below is changed with the lock held; what waits for a change waits on it.
        self._lock = threading.Condition(threading.RLock())
        self._listeners = collections.defaultdict(list)
        self._queues = []
        self._known = _Known()
        self._devices = {}
        self._position = _Position()
        self._orders = {}
        self._leases = {}
        self._socket = None
        self._subscribes = False
        self._past = False
        self._run = None
        self._greeted = 0.0
        self._ever_live = False
        self._refused = None
        self._closed = False
        self._state = "connecting"
        self._thread = threading.Thread(target=self._keep, name="ferrule", daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def state(self):
        """connecting, live or offline."""
        return self._state

    @property
    def channels(self):
        """All channels of the gateway by id, each a dict as the dictionary has it (PROTOCOL.md, B3)."""
        return self._known.channels

    @property
    def devices(self):
        """All devices by id, each a dict."""
        with self._lock:
            return dict(self._devices)

    def latest(self, channel):
        """The latest reading of a channel, stale while there is no connection; None before the first."""
        with self._lock:
            reading = self._known.latest.get(channel)
            if reading is None or self._state == "live" or reading.quality == "bad":
                return reading
            return dataclasses.replace(reading, quality="stale", code=LINK_DOWN)

    def value(self, channel, timeout=10.0):
        """The same as soon as there is one."""

        def there():
            return self._state == "live" and (channel not in self.channels or channel in self._known.latest)

        with self._lock:
            self._until(there, timeout, f"No reading of {channel} came in time.")
            if channel not in self.channels:
                raise FerruleError(f'There is no channel "{channel}".')
            return self._known.latest[channel]

    def on(self, event, listener):
        """Calls listener(fact) in the client's thread; gives back what ends that.

        reading     Reading: each one once, in the order in which the gateway got them
        gap         (from, to), s since 1970: readings of this time were missed and cannot be told; the gateway's history
                    may have them
        merged      int: so many readings were replaced by newer ones, as this client did not keep up
        state       str
        device      dict: its state changed
        dictionary  None: there are other channels or devices
        command     Outcome of anybody's command to a channel that is subscribed
        fault       str: one side did not understand the other, or does not let it in
        """
        with self._lock:
            self._listeners[event].append(listener)

        def off():
            with self._lock:
                if listener in self._listeners[event]:
                    self._listeners[event].remove(listener)

        return off

    def readings(self):
        """Iterates over readings from now on, until the client is closed. Of those nobody takes the oldest are dropped."""
        queue = collections.deque(maxlen=MOST_QUEUED)
        with self._lock:
            self._queues.append(queue)
        try:
            while True:
                with self._lock:
                    while not queue and not self._closed:
                        self._lock.wait(1.0)
                    if not queue:
                        return
                    reading = queue.popleft()
                yield reading
        finally:
            with self._lock:
                self._queues.remove(queue)

    def subscribe(self, channels, rate=None):
        """Wants other channels from now on."""
        with self._lock:
            self._subscription = _subscription(channels, rate)
            self._resumes = rate is None
            self._position.forget()
            if self._subscribes:
                self._send({"t": "subscribe", **self._subscription})

    def command(self, channel, value, ttl=3.0, confirm=None, hold=False, on_state=None, id=None):
        """Asks for a value and waits for what becomes of it, over interruptions too; never sends twice.

        ttl       seconds until it is too late to take effect, 0.1 to 60
        confirm   the proof that a dangerous channel wants: True, "hold", or the name of the device
        hold      keeps the lease of the output, until another command to it or the end of the connection
        on_state  called with the Outcome of each state, in the client's thread
        """
        with self._lock:
            self._until(lambda: self._state != "connecting", 10.0, "The gateway did not answer in time.")
            known = self.channels.get(channel)
            if known is None:
                raise FerruleError(f'There is no channel "{channel}".')
            number = id or f"py-{os.urandom(12).hex()}"
            message = {"t": "command", "id": number, "channel": channel, "value": value, "ttl": round(ttl * 1000)}
            if confirm:
                message["confirm"] = confirm
            outcome = Outcome(number, channel, value, "requested")
            self._leases.pop(channel, None)
            if self._state != "live" or not self._send(message):
                return dataclasses.replace(outcome, state="rejected", reason="not_connected")
            if hold and known.get("lease") and value != known.get("safe"):
                self._leases[channel] = [message, known["lease"] / 3000, time.monotonic()]
            order = _Order(outcome, on_state, self._run)
            self._orders[number] = order
        return self._follow(order, time.monotonic() + ttl + PATIENCE)

    def close(self):
        """Ends the connection for good."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._leases.clear()
            if self._socket:
                self._socket.close(1000)
            for number in list(self._orders):
                self._ordered({"id": number, "state": "unknown", "reason": "closed"})
            self._turn("offline")
            self._lock.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(2.0)

    # What waits.

    def _until(self, holds, timeout, late):
        end = time.monotonic() + timeout
        while not holds():
            if self._closed:
                raise FerruleError("The connection was closed.")
            if self._refused:
                raise FerruleError(self._refused)
            left = end - time.monotonic()
            if left <= 0:
                raise FerruleError(late)
            self._lock.wait(left)

    def _follow(self, order, end):
        number = order.outcome.id
        while True:
            with self._lock:
                while order.outcome.state not in ENDS and not order.asks and time.monotonic() < end:
                    self._lock.wait(max(0.01, end - time.monotonic()))
                if order.outcome.state in ENDS:
                    return order.outcome
                if time.monotonic() >= end:
                    self._ordered({"id": number, "state": "unknown", "reason": "no_answer"})
                    return order.outcome
                run = self._run
            # The connection was cut: the answer may have been in it.
            status, body = self._ask(f"/api/v1/commands/{urllib.parse.quote(number)}")
            with self._lock:
                if status == 200 and isinstance(body, dict):
                    self._ordered({**body, "id": number})
                elif status == 404:
                    # Only the run of the gateway that should have got it can say that it did not.
                    state, reason = ("rejected", "not_received") if run == order.run else ("unknown", "forgotten")
                    self._ordered({"id": number, "state": state, "reason": reason})
                if order.outcome.state not in ENDS:
                    self._lock.wait(0.5)

    def _ask(self, path):
        request = urllib.request.Request(self._base + path, headers={"Accept": "application/json", **self._headers})
        try:
            with urllib.request.urlopen(request, timeout=5, context=self._context) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, None
        except (OSError, ValueError):
            return 0, None

    # The client's thread.

    def _keep(self):
        attempts = 0
        while not self._closed:
            code = 1006
            was_live = False
            try:
                self._open()
                code = self._hear()
            except _Turned as turned:
                with self._lock:
                    self._refused = str(turned) if turned.status in (401, 403) else None
                    self._lock.notify_all()
                self._tell("fault", str(turned))
            except _Broken as broken:
                code = broken.code
            except (OSError, ValueError):
                pass  # gone, perhaps under our hands
            finally:
                with self._lock:
                    was_live = self._state == "live"
                    self._lost()
            attempts = 1 if was_live else attempts + 1
            wait = 0 if code in AT_ONCE and was_live else min(15, 0.5 * 2 ** min(attempts - 1, 5)) * (0.75 + random.random() / 2)
            with self._lock:
                if not self._closed:
                    self._lock.wait(max(wait, LEAST_WAIT.get(code, 0)))

    def _open(self):
        path = self._url.path.rstrip("/") + "/ws/v1"
        protocol = "v1.json.ferrule.dev" if self._codec == "json" else "v1.bin.ferrule.dev"
        opened = _WebSocket(self._url, path, protocol, self._headers, self._context)
        with self._lock:
            self._socket = opened
            self._subscribes = False
            self._past = False
            self._refused = None
            self._position.interrupted()
            self._decoder = StreamDecoder()
            self._damaged = 0
            self._asked_for_dictionary = False
            if self._closed:
                opened.close(1000)

    def _hear(self):
        """Takes messages until the connection ends; the close code."""
        heard = opened = time.monotonic()
        subscribed_at = None
        while True:
            message = self._socket.receive(0.25)
            now = time.monotonic()
            if isinstance(message, int):
                return message
            with self._lock:
                if self._closed:
                    return 1000
                if message is not None:
                    heard = now
                    if isinstance(message, str):
                        kind = self._text(message)
                        subscribed_at = now if kind == "subscribed" else subscribed_at
                    else:
                        self._binary(message)
                self._renew(now)
            if now - heard > SILENT_AFTER or (subscribed_at is None and now - opened > OPENING_AT_MOST):
                self._socket.close(SILENT_CODE)
                return SILENT_CODE
            if self._state != "live" and subscribed_at is not None and now - subscribed_at > 2:
                with self._lock:
                    self._turn("live")  # no snapshot came because there is nothing to tell

    def _text(self, text):
        """Takes a message in JSON; its type, or an empty text when it is none."""
        try:
            message = json.loads(text)
            self._message(message["t"], message)
            return message["t"]
        except (ValueError, TypeError, LookupError, AttributeError) as wrong:
            self._tell("fault", f"from the gateway: {wrong!r} in {text[:60]}")
            return ""

    def _message(self, kind, message):
        self._position.told(message)
        if kind == "hello":
            self._run = message.get("stream")
            self._greeted = message.get("time", 0) / 1000
        elif kind == "dictionary":
            self._known.dictionary(message)
            self._devices = {device["id"]: device for device in message["devices"]}
            self._asked_for_dictionary = False
            if not self._subscribes:
                self._subscribes = True
                self._send({"t": "subscribe", **self._subscription, **(self._position.last() if self._resumes else {})})
            self._tell("dictionary", None)
        elif kind == "resumed":
            self._past = True
            if not message.get("whole"):
                self._tell("gap", (self._known.newest, self._greeted))
        elif kind == "subscribed":
            self._past = False
        elif kind == "readings":
            self._readings(*_from_json(message))
        elif kind == "device":
            device = {**self._devices.get(message["id"], {}), "reason": "", **message}
            device.pop("t")
            self._devices[message["id"]] = device
            self._tell("device", device)
        elif kind == "merged":
            if message.get("count"):
                self._tell("merged", message["count"])
        elif kind == "command":
            self._commanded(message)
        elif kind == "error":
            self._tell("fault", f"the gateway refused a message: {message.get('text')}")

    def _binary(self, data):
        if self._known.generation is None:
            return
        try:
            message = self._decoder.decode(data, self._known.generation)
        except Refused as refused:
            if refused.rule == "generation" and not self._asked_for_dictionary:
                self._asked_for_dictionary = True
                self._send({"t": "dictionary"})
            if refused.rule == "damaged":
                self._damaged += 1
                if self._damaged >= DAMAGED_AT_MOST:
                    self._socket.close(DAMAGED_CODE)
                    raise _Broken(DAMAGED_CODE) from refused
            return
        self._readings(message, self._known.from_binary(message))

    def _readings(self, message, rows):
        if not self._position.heard(message):
            self._tell("fault", "messages of the gateway were lost on the way")
            self._socket.close(LOST_CODE)
            raise _Broken(LOST_CODE)
        for reading in self._known.take(rows, message["snapshot"], self._past):
            for queue in self._queues:
                queue.append(reading)
            self._tell("reading", reading)
        if message["snapshot"]:
            self._turn("live")
        self._lock.notify_all()

    def _commanded(self, message):
        lease = self._leases.get(message.get("channel"))
        if lease:
            own = message["id"] == lease[0]["id"]
            kept = message.get("lease") != 0 and message["state"] not in ("rejected", "expired")
            if not (kept if own else message["state"] != "admitted"):
                del self._leases[message["channel"]]
        self._ordered(message)
        if "channel" in message:
            self._tell("command", _outcome(Outcome(message["id"], message["channel"], message.get("value"), ""), message))

    def _ordered(self, message):
        order = self._orders.get(message["id"])
        if not order:
            return
        news = order.outcome.state != message["state"]
        order.outcome = _outcome(order.outcome, message)
        if order.outcome.state in ENDS:
            del self._orders[message["id"]]
        self._lock.notify_all()
        if news and order.on_state:
            order.on_state(order.outcome)

    def _renew(self, now):
        for lease in self._leases.values():
            if now - lease[2] >= lease[1] and self._send(lease[0]):
                lease[2] = now

    def _lost(self):
        if self._socket:
            self._socket.drop()
        self._socket = None
        self._subscribes = False
        self._leases.clear()  # a gateway that restarted would take a renewal for a new command
        for order in self._orders.values():
            order.asks = True
        self._turn("offline" if self._ever_live or self._closed else "connecting")
        self._lock.notify_all()

    def _turn(self, state):
        if state == self._state:
            return
        self._state = state
        self._ever_live = self._ever_live or state == "live"
        self._lock.notify_all()
        self._tell("state", state)

    def _send(self, message):
        try:
            return self._socket is not None and self._socket.send(json.dumps(message))
        except OSError:
            return False

    def _tell(self, event, fact):
        for listener in list(self._listeners[event]):
            try:
                listener(fact)
            except Exception:  # the listener's, not ours: it must not end the connection
                threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), self._thread)))


def _subscription(channels, rate):
    return {**({"channels": list(channels)} if channels else {}), **({"rate": rate} if rate is not None else {})}


def _outcome(before, message):
    return dataclasses.replace(
        before,
        state=message["state"],
        reason=message.get("reason") or "",
        text=message.get("text") or "",
        retry_after=(message.get("retry_after") or 0) / 1000,
    )


class _Order:
    def __init__(self, outcome, on_state, run):
        self.outcome = outcome
        self.on_state = on_state
        self.run = run
        self.asks = False


class _Position:
    """How far a client has everything of its subscription, and whether messages are missing (PROTOCOL.md, B4)."""

    def __init__(self):
        self.present = self.stream = self.counted = self.sure = None
        self.counts = self.ignores = False

    def last(self):
        return {} if self.counted is None else {"stream": self.stream, "position": self.counted}

    def interrupted(self):
        self.counts = self.ignores = False

    def forget(self):
        self.counted = self.sure = None
        self.counts = False
        self.ignores = True

    def told(self, message):
        kind = message["t"]
        if kind == "hello":
            self.present = message.get("stream")
        elif kind == "resumed":
            self.ignores = True
            if not message.get("whole"):
                self.forget()
        elif kind == "subscribed":
            self.interrupted()
        elif kind == "merged":
            self.counts = False

    def heard(self, message):
        if self.ignores or self.present is None:
            return True
        position, before = message["position"], message.get("before")
        if before is not None and not message["snapshot"]:  # JSON: every message says what it comes after
            if not self.counts:
                return True
            if before != self.counted:
                return False
            self.counted = self.sure = position
            return True
        if not message["snapshot"]:
            if self.counts:
                self.counted += 1 if position is None else position
            return True
        if self.counts and position != self.counted:
            self.counted = self.sure
            return False
        self.stream, self.counted, self.sure, self.counts = self.present, position, position, True
        return True


def _from_json(message):
    start = message["time"]
    rows = [(row[0], start + row[1], row[2], row[3] if len(row) > 3 else 0) for row in message["r"]]
    head = {"snapshot": bool(message.get("k")), "position": message.get("position"), "before": message.get("before")}
    return head, rows


class _Known:
    """Channels and their latest readings; each reading is told once, however often the gateway repeats it."""

    def __init__(self):
        self.generation = None
        self.start = 0
        self.numbers = {}
        self.channels = {}
        self.latest = {}
        self.newest = 0.0
        #: times told since the last snapshot, by channel, and how many
        self.told = collections.defaultdict(set)
        self.count = 0

    def dictionary(self, message):
        self.generation = message["gen"]
        self.start = message["t0"]
        self.numbers = {channel["n"]: channel for channel in message["channels"]}
        self.channels = {channel["id"]: channel for channel in message["channels"]}
        for channel in [known for known in self.latest if known not in self.channels]:
            del self.latest[channel]

    def from_binary(self, message):
        """Readings in the units of their channels: (number, ms since 1970, value or None, code)."""
        for number, kind, times, values, quality in message["series"]:
            channel = self.numbers.get(number)
            if not channel:
                continue
            numerator, denominator = channel.get("scale") or (1, 10 ** channel.get("decimals", 0))
            for at, value, code in zip(times, values, quality):
                if code >> 6 == 2:
                    value = None
                elif kind == 0:
                    value = value * numerator / denominator
                elif kind == 1:
                    value = _shortest(value)
                yield number, self.start + at, value, code

    def take(self, rows, snapshot, past):
        before = self.told
        if snapshot or self.count > MOST_QUEUED * 10:
            # In JSON nothing but the first is a snapshot; positions are exact there, and hardly anything is repeated.
            self.told = collections.defaultdict(set)
            self.count = 0
        for number, at, value, code in rows:
            channel = self.numbers.get(number)
            if not channel:
                continue
            name = channel["id"]
            latest = self.latest.get(name)
            known = at in before[name] or (latest is not None and round(latest.time * 1000) == at)
            self.told[name].add(at)
            self.count += 1
            if known:
                continue
            reading = Reading(
                name, channel.get("name") or name, channel.get("unit") or "", at / 1000, value, CLASSES[code >> 6], code, past
            )
            if not past or latest is None or reading.time > latest.time:
                self.latest[name] = reading
            self.newest = max(self.newest, reading.time)
            yield reading


def _shortest(value):
    """The shortest decimal that is this f32."""
    if not math.isfinite(value):
        return value
    for digits in (6, 7, 8):
        short = float(f"{value:.{digits}g}")
        if struct.unpack("<f", struct.pack("<f", short))[0] == value:
            return short
    return value


class Refused(Exception):
    """Nothing of a message counts. rule: version, generation, reference (only to be counted), or damaged."""

    def __init__(self, rule):
        super().__init__(rule)
        self.rule = rule


def _check(holds, rule="damaged"):
    if not holds:
        raise Refused(rule)


def _wrap(number):
    return (number + 0x80000000 & 0xFFFFFFFF) - 0x80000000


def _unfold(u):
    return u >> 1 ^ -(u & 1)


class StreamDecoder:
    """Decodes binary readings messages of one connection (PROTOCOL.md, B1 and B2); keeps the reference between them."""

    def __init__(self):
        self._reference = None  # generation, time, beat, last integers by channel

    def decode(self, data, generation):
        """One message, given the generation of the client's dictionary.

        {"snapshot", "time", "position", "series": [(channel, kind, times, values, quality)]}; times in ms since t0 of the
        dictionary. Raises Refused, and is as it was before then.
        """
        read = _Reader(data)
        head = read.u8()
        _check(head >> 6 == 1, "version")
        _check(head % 16 == generation % 16, "generation")
        relative, snapshot = bool(head & 16), head & 48 == 32
        _check(not relative or (self._reference and self._reference[0] == generation), "reference")
        _check(len(data) <= 65536)
        count = read.varint(49)
        reference = self._reference[3] if relative else {}
        at = self._reference[1] + count * self._reference[2] if relative else count
        beat = read.varint() if snapshot else 1
        position = read.varint(49) if head & 32 else None
        _check(at < 1 << 49 and 0 < beat <= 86_400_000)
        last, series, start, room = {}, [], at, 65536
        while read.at < len(data):
            h = read.u8()
            if h == 255:
                kind, length = read.varint(), read.varint()
                end = read.at + length
                if kind == 1:
                    _check(not head & 48)
                    position = read.varint(49)
                else:
                    read.skip(length)
                _check(read.at == end)
                continue
            start, size, rows = self._block(read, h, start, last, reference)
            room -= size
            _check(room >= 0)
            series += rows
        if snapshot:
            self._reference = (generation, at, beat, last)
        return {"snapshot": snapshot, "time": at, "position": position, "series": series}

    @staticmethod
    def _block(read, h, start, last, reference):
        k, n, channel = read.number(h & 7), read.number(h >> 3 & 7), read.varint()
        _check(k * n <= 4096 and channel + k <= 16384)
        x = read.u8() if h & 128 else 0
        kind, packed = x >> 2, x & 1
        _check(x < 12)
        if h & 64:
            start += read.zigzag()
        m = read.u8() if n > 1 else 0
        irregular = m & 4
        _check(m < 8 or (irregular and packed))
        step = read.varint() if n > 1 else 0
        residuals = [read.zigzag() for _ in range(n - 1)] if irregular and not packed else [0] * (n - 1)
        quality = [0] * (k * n)
        if x & 2:
            runs, cell = read.varint(), 0
            _check(runs)
            for _ in range(runs):
                begin = cell + read.varint()
                cell = begin + read.varint()
                code = read.u8()
                _check(begin < cell <= k * n and (code == 0 or code > 63))
                quality[begin:cell] = [code] * (cell - begin)
        decimals = read.u8() if packed and kind else 10
        _check(not (packed and kind) or decimals + kind < 12)
        heads = []
        for _ in range(k if packed else 0):
            first, b = read.zigzag(), read.u8() if n > 1 else 31
            divisor = read.varint() if b >> 6 == 1 else 1
            _check(b >> 6 != 1 or divisor > 1)
            heads.append((first, b, divisor))
        bits = _Bits(read)
        if irregular and packed:
            residuals = bits.numbers(n - 1, m >> 3)
        times = [start]
        for residual in residuals:
            times.append(times[-1] + (step + residual) * 10 ** (m & 3))
        rows = []
        for i in range(k):
            base = last.get(channel + i, reference.get(channel + i, 0))
            if packed:
                first, b, divisor = heads[i]
                values = _column(bits, _wrap(base + first), n, b, divisor)
            elif not kind:
                values = [_wrap(base + read.zigzag())]
                for _ in range(n - 1):
                    values.append(_wrap(values[-1] + read.zigzag()))
            else:
                values = list(struct.unpack(f"<{n}{'f' if kind == 1 else 'd'}", read.take(n * 4 * kind)))
            if packed or not kind:
                last[channel + i] = values[-1]
            if packed and kind:
                if decimals < 10:
                    values = [value / 10**decimals for value in values]
                    values = list(struct.unpack(f"<{n}f", struct.pack(f"<{n}f", *values))) if kind == 1 else values
                else:
                    values = list(struct.unpack(f"<{n}f", struct.pack(f"<{n}i", *values)))
            rows.append((channel + i, kind, times, values, quality[i * n : i * n + n]))
        if packed:
            bits.end()
        return start, k * n, rows


def _column(bits, first, n, b, divisor):
    if n == 1 or b == 31:
        return [first] * n
    mode = b >> 5
    values, slope = [first], 0
    for number in bits.numbers(n - 1, b % 32, mode in (1, 3)):
        value = values[-1]
        step = _wrap(number * divisor)
        if mode in (0, 1, 2, 3):
            value = value + step
        elif mode == 6:
            value = first + step
        else:
            part = slope if mode == 4 else int(slope / 2)
            value = value + (-part if mode == 7 else part) + step
        value = _wrap(value)
        slope = _wrap(value - values[-1])
        values.append(value)
    return values


class _Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def skip(self, count):
        self.at += count
        _check(self.at <= len(self.data))

    def take(self, count):
        self.skip(count)
        return self.data[self.at - count : self.at]

    def u8(self):
        self.skip(1)
        return self.data[self.at - 1]

    def varint(self, bits=32):
        value = shift = 0
        while True:
            byte = self.u8()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                _check(value < 1 << bits and (byte or shift == 7))
                return value
            _check(shift < bits)

    def zigzag(self):
        return _unfold(self.varint())

    def number(self, field):
        return field + 1 if field < 7 else self.varint() + 8


class _Bits:
    """Rice codes behind the heads of a packed block."""

    def __init__(self, read):
        self.read = read
        self.all = None
        self.bit = 0

    def _open(self):
        if self.all is None:
            rest = self.read.data[self.read.at :]
            self.size = len(rest) * 8
            self.all = int.from_bytes(rest, "little")

    def _take(self, count):
        _check(self.bit + count <= self.size)
        value = self.all >> self.bit & (1 << count) - 1
        self.bit += count
        return value

    def _code(self, b):
        _check(b < 31)
        window = self.all >> self.bit & 0xFFFFFF
        zero = ~window & (window + 1) & 0xFFFFFF
        if not zero:
            _check(self.bit + 24 <= self.size)
            self.bit += 24
            return self._take(32)
        ones = zero.bit_length() - 1
        _check(self.bit + ones + 1 <= self.size)
        self.bit += ones + 1
        return (ones << b) + self._take(b)

    def numbers(self, count, b, runs=False):
        self._open()
        _check(b < 31)
        values = []
        while len(values) < count:
            if runs:
                zeros = self._code(1)
                _check(zeros <= count - len(values))
                values += [0] * zeros
                if len(values) == count:
                    break
            u = self._code(b) + runs
            _check(u < 1 << 32)
            values.append(_unfold(u))
        return values

    def end(self):
        self._open()
        fill = -self.bit % 8
        _check(self._take(fill) == 0)
        self.read.skip((self.bit + 7) // 8)


class _Turned(Exception):
    """The gateway answered the request for a WebSocket with something else."""

    def __init__(self, status, text):
        super().__init__(f"The gateway does not let this client in: {text}")
        self.status = status


class _Broken(Exception):
    """This side gave the connection up."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class _WebSocket:
    """A WebSocket (RFC 6455), as far as a gateway needs one: no extension, messages of the server in one or more frames."""

    def __init__(self, url, path, protocol, headers, context):
        port = url.port or (443 if context else 80)
        self._socket = socket.create_connection((url.hostname, port), OPENING_AT_MOST)
        try:
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if context:
                self._socket = context.wrap_socket(self._socket, server_hostname=url.hostname)
            self._writing = threading.Lock()
            self._buffer = bytearray()
            self._parts = bytearray()
            self._kind = 0
            self._shake_hands(url, path, protocol, headers)
        except BaseException:
            self._socket.close()
            raise

    def _shake_hands(self, url, path, protocol, headers):
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {path} HTTP/1.1", f"Host: {url.netloc.rpartition('@')[2]}", "Upgrade: websocket", "Connection: Upgrade"]
        lines += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Protocol: {protocol}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        while b"\r\n\r\n" not in self._buffer:
            self._more()
            if len(self._buffer) > 65536:
                raise _Broken(1002)
        head, _, rest = bytes(self._buffer).partition(b"\r\n\r\n")
        self._buffer = bytearray(rest)
        status, *fields = head.decode("latin-1").split("\r\n")
        number = int((status.split(" ") + ["0", "0"])[1])
        names = {name.strip().lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
        if number != 101:
            raise _Turned(number, self._why(names, number))
        guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1((key + guid).encode()).digest()).decode()
        if names.get("sec-websocket-accept") != accept or names.get("sec-websocket-protocol") != protocol:
            raise _Broken(1002)

    def _why(self, names, number):
        try:
            while len(self._buffer) < min(65536, int(names.get("content-length", 0))):
                self._more()
            problem = json.loads(bytes(self._buffer))
            return " ".join(filter(None, (problem.get("detail"), problem.get("hint"))))
        except (ValueError, OSError, AttributeError, _Broken):
            return f"status {number}"

    def _more(self):
        data = self._socket.recv(65536)
        if not data:
            raise _Broken(1006)
        self._buffer += data

    def receive(self, timeout):
        """The next message, str or bytes; the close code as int; None when none came in time."""
        end = time.monotonic() + timeout
        while True:
            frame = self._frame()
            if frame is None:
                left = end - time.monotonic()
                pending = getattr(self._socket, "pending", lambda: 0)()
                if not pending and (left <= 0 or not select.select([self._socket], [], [], left)[0]):
                    return None
                self._more()
                continue
            final, kind, payload = frame
            if kind == 8:
                self.close(1000)
                return struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005
            if kind == 9:
                self._write(10, payload)
            elif kind in (0, 1, 2):
                self._kind = kind or self._kind
                self._parts += payload
                if len(self._parts) > MOST_MESSAGE:
                    raise _Broken(1009)
                if final:
                    whole, self._parts = bytes(self._parts), bytearray()
                    return whole.decode() if self._kind == 1 else whole

    def _frame(self):
        data = self._buffer
        if len(data) < 2:
            return None
        length, at = data[1] & 127, 2
        if length > 125:
            at = 4 if length == 126 else 10
            if len(data) < at:
                return None
            length = int.from_bytes(data[2:at], "big")
        if length > MOST_MESSAGE or data[1] & 128 or data[0] & 112:
            raise _Broken(1002)
        if len(data) < at + length:
            return None
        frame = bool(data[0] & 128), data[0] & 15, bytes(data[at : at + length])
        del data[: at + length]
        return frame

    def send(self, text):
        self._write(1, text.encode())
        return True

    def _write(self, kind, payload):
        mask = os.urandom(4)
        size = len(payload)
        head = bytes([128 | kind, 128 | size]) if size < 126 else bytes([128 | kind, 254]) + struct.pack(">H", size)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        with self._writing:
            self._socket.sendall(head + mask + masked)

    def close(self, code):
        """Says why and closes; the other side may not be there any more."""
        try:
            self._socket.settimeout(0.2)
            self._write(8, struct.pack(">H", code))
            self._socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        finally:
            self.drop()

    def drop(self):
        """Ends the connection at once."""
        self._socket.close()
