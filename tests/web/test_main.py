"""`pullquote serve`: its address, clashes, and that it ends when told."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from embeddings.encoder import Encoder
from qa.indexes import VECTOR_FILE
from tests.conftest import ROOT, SEEDS


def serve(home: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "web.main", "serve", "--seeds", str(SEEDS)],
        env={**os.environ, "HOST": "", "PULLQUOTE_HOME": str(home), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_serves_seeds_prints_its_address_and_ends(minilm: Encoder, tmp_path: Path, stop: signal.Signals) -> None:  # noqa: ARG001 - exported before
    process = serve(tmp_path, PORT="0")
    assert process.stdout
    assert process.stderr
    said = process.stdout.readline()
    assert said.startswith("Pullquote serves 6 stories (")
    address = said.split()[-1]
    with urllib.request.urlopen(f"{address}/v1/stories") as response:
        assert response.status == 200
    second = serve(tmp_path, PORT="0")
    _, complaint = second.communicate()
    assert second.returncode == 3
    assert f"in use by `pullquote serve, {address}` (process {process.pid})" in complaint
    assert complaint.count("\n") == 1
    (tmp_path / VECTOR_FILE).unlink()
    request = urllib.request.Request(f"{address}/v1/stories", b'{"text": "Fog lay on the quay."}',
                                     {"content-type": "application/json"})  # fmt: skip
    with urllib.request.urlopen(request) as response:
        assert response.status == 201
    process.send_signal(stop)
    assert process.communicate(timeout=30)[1] == ""
    assert process.returncode == 0
    assert (tmp_path / VECTOR_FILE).is_file()  # the library was closed, and so saved


def test_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = serve(tmp_path, PORT=str(port))
        _, complaint = process.communicate()
    assert process.returncode == 3
    assert complaint == (
        f"pullquote: can't serve on 127.0.0.1 port {port} (Address already in use): set PORT= or HOST= to another\n"
    )


def test_port_that_is_none(tmp_path: Path) -> None:
    process = serve(tmp_path, PORT="eighty")
    _, complaint = process.communicate()
    assert process.returncode == 3
    assert complaint == "pullquote: the port 'eighty' is no number from 0 to 65535: set PORT to one, such as 8000\n"
