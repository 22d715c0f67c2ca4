"""Follows a gateway over a connection that is cut again and again, and compares what it heard with the gateway's history.

Arguments: address, directory of the client, seconds, seed, codec. Prints one line of JSON.
"""

import datetime
import json
import random
import socket
import sys
import time
import urllib.request

address, directory, seconds, seed, codec = sys.argv[1:]
sys.path.insert(0, directory)
sys.dont_write_bytecode = True
from ferrule import connect  # noqa: E402

chance = random.Random(int(seed))
heard, gaps, counts = {}, [], {"twice": 0, "past": 0}


def take(reading):
    key = reading.channel, round(reading.time * 1000)
    counts["twice"] += key in heard
    counts["past"] += reading.past
    heard[key] = reading


def await_state(gateway, live):
    while (gateway.state == "live") != live:
        time.sleep(0.005)


with connect(address, codec=codec) as gateway:
    gateway.on("gap", gaps.append)
    gateway.on("reading", take)
    await_state(gateway, True)
    time.sleep(1)
    begun = max(ms for _, ms in list(heard)) + 1
    cuts, end = 0, time.monotonic() + float(seconds)
    while time.monotonic() < end:
        time.sleep(chance.random() * 1.5)
        gateway._socket._socket.shutdown(socket.SHUT_RDWR)
        await_state(gateway, False)
        await_state(gateway, True)
        cuts += 1
    time.sleep(0.5)
    until = max(ms for _, ms in list(heard)) - 1000
    time.sleep(3)
    where = f"{address}/api/v1/history?channels=*&from={begun}&to={until}&format=ndjson"
    with urllib.request.urlopen(where) as answer:
        rows = [json.loads(line) for line in answer]


def key(row):
    moment = datetime.datetime.fromisoformat(row["time"].replace("Z", "+00:00"))
    return row["channel"], round(moment.timestamp() * 1000)


missing = [row for row in rows if key(row) not in heard]
print(json.dumps({"rows": len(rows), "heard": len(heard), "missing": len(missing), "cuts": cuts, "gaps": len(gaps), **counts, "example": missing[:1]}))
