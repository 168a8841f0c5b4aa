"""Load: `wrk` asks a server as fast as it answers; what it measured comes back as JSON."""

import json
import resource
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from peers.processes import busy_seconds
from peers.running import Running

# Its response() is left out: it would make a Lua table of each answer, and wrk shares two
# processors with the server. wrk itself counts answers of 400 and above.
_SCRIPT = """\
local requests, place = {}, 0
function init(arguments)
  local headers = {}
  for line in io.lines(arguments[1]) do
    local name, value = line:match("^(%S+): (.*)$")
    if name then
      headers[name] = value
    else
      requests[#requests + 1] = wrk.format("GET", line, headers)
    end
  end
end
function request()
  place = place % #requests + 1
  return requests[place]
end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\\n{"requests": %d, "microseconds": %d, "bytes": %d, "p50": %.3f, "p99": %.3f,' ..
    ' "status": %d, "other": %d}\\n',
    summary.requests, summary.duration, summary.bytes,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
"""
_TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Ask:
    """A request: its path, what it accepts, and how long the answer is."""

    path: str
    accept: str
    length: int


@dataclass(frozen=True)
class Figures:
    """What one run measured; times in milliseconds.

    ``processor_us`` is the processor time of the server for each request; ``others`` are the
    processors that anything but server and generator took meanwhile: 0.0 on a quiet machine.
    """

    requests_per_second: float
    p50: float
    p99: float
    errors: int
    requests: int
    processor_us: float
    others: float


def write_requests(asks: Sequence[Ask], headers: Mapping[str, str], file: Path) -> None:
    """Write requests for the script: a header holds for the paths below it."""
    lines = [f"{name}: {value}" for name, value in headers.items()]
    accept = ""
    for ask in asks:
        if ask.accept != accept:
            accept = ask.accept
            lines.append(f"Accept: {accept}")
        lines.append(ask.path)
    file.write_text("\n".join(lines) + "\n", "ascii")


def run(
    server: Running, asks: Sequence[Ask], requests: Path, connections: int, seconds: float
) -> Figures:
    """Ask a server what stands in a file, in turn, over so many connections."""
    script = requests.with_suffix(".lua")
    script.write_text(_SCRIPT, "ascii")
    options = [f"-t1 -c{connections} -d{seconds:.0f}s --timeout {_TIMEOUT_SECONDS}s"]
    command = ["wrk", *options[0].split(), "--latency", "-s", str(script)]
    command += [server.site.origin, "--", str(requests)]
    before = _seconds(server)
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    machine, taken, generator = (b - a for a, b in zip(before, _seconds(server), strict=True))
    found = json.loads(told.stdout.strip().splitlines()[-1])
    done = found["requests"]
    errors = found["status"] + found["other"]
    if not errors and done and found["bytes"] / done < 0.9 * _expected_length(asks, done):
        errors = done  # 200, but not the answers that were checked.
    return Figures(
        requests_per_second=1e6 * (done - found["status"]) / found["microseconds"],
        p50=found["p50"],
        p99=found["p99"],
        errors=errors,
        requests=done,
        processor_us=1e6 * taken / max(1, done),
        others=1e6 * max(0.0, machine - taken - generator) / found["microseconds"],
    )


def _seconds(server: Running) -> tuple[float, float, float]:
    """Give the processor time of the machine, of a server, and of the generator."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    generator = children.ru_utime + children.ru_stime
    return busy_seconds(), server.tree.processor_seconds(), generator


def _expected_length(asks: Sequence[Ask], done: int) -> float:
    """Give the mean length of the bodies that were asked for: wrk counts headers as well."""
    asked = asks[:done]
    return sum(ask.length for ask in asked) / len(asked)
