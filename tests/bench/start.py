"""Times a start and a first answer, and weighs the server: `python -m tests.bench.start`.

The encoder is prepared before; the first start adds the seed stories, the second finds them.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from embeddings.loading import DEFAULT_ENCODER, load_encoder
from qa.settings import Settings
from tests.web.conftest import LiveServer

QUESTION = "Who discovered the hollow under the west pier?"
RUNS = 3


def first_answer(server: LiveServer) -> float:
    """Start the server and ask; return the seconds from the command to the answer."""
    start = time.perf_counter()
    server.start()
    body = json.dumps({"question": QUESTION}).encode()
    request = urllib.request.Request(f"{server.url}/v1/ask", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as response:
        assert json.load(response)["answer"]
    return time.perf_counter() - start


def cold_ask(home: Path) -> float:
    """Return the seconds that `pullquote ask` takes."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "web.main", "ask", QUESTION]
    subprocess.run(command, env={**os.environ, "PULLQUOTE_HOME": str(home)}, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print seconds and megabytes."""
    load_encoder(DEFAULT_ENCODER, Settings.from_environment().cache)
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder))
        try:
            for name in ("first", *["later"] * RUNS):
                print(f"{name} start, to the first answer: {first_answer(server):.2f} s")
                process = Path("/proc", str(server.pid))
                peak = next(line for line in (process / "status").read_text().splitlines() if line.startswith("VmHWM"))
                torch = "torch" in (process / "maps").read_text()
                print(f"  server's peak memory {int(peak.split()[1]) / 1024:.0f} MB, torch loaded: {torch}")
                server.stop()
        finally:
            server.stop()
        for _ in range(RUNS):
            print(f"pullquote ask: {cold_ask(Path(folder)):.2f} s")


if __name__ == "__main__":
    main()
