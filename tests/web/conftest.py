"""A real server on a free port for the browser tests, and a client of the application for the others."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from embeddings.encoder import Encoder
from qa.library import Library
from tests.conftest import ROOT, SEEDS
from web.app import create_app
from web.guard import LOOPBACK


class LiveServer:
    """`pullquote serve` over the seed stories, in a process of its own, always on the same port."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, "PULLQUOTE_HOME": str(home), "PORT": str(self.port), "HOST": ""}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it is ready."""
        command = [sys.executable, "-m", "web.main", "serve", "--seeds", str(SEEDS)]
        self._process = subprocess.Popen(command, env=self._environment, cwd=ROOT, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 120
        while time.monotonic() < end and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5):
                    return
            except OSError:  # not listening yet, or not answering
                time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"the server on {self.url} did not become ready")

    @property
    def pid(self) -> int:
        """The process that serves."""
        assert self._process
        return self._process.pid

    def stop(self) -> None:
        """Stop the server as Ctrl+C would."""
        if self._process is not None:
            if self._process.poll() is None:
                self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=30)
            self._process = None


@pytest.fixture(scope="module")
def live_server(
    minilm: Encoder,  # noqa: ARG001 - exported before the server needs it
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveServer]:
    """Serve the seed stories."""
    server = LiveServer(tmp_path_factory.mktemp("live"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def client(two_stories: Library) -> Iterator[TestClient]:
    """A client of the application over the ferry's and the mill's stories."""
    app = create_app(two_stories, (*LOOPBACK, "testserver"))
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened
