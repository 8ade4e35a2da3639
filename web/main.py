"""The `pullquote` command: the commands of `qa.cli`, and `serve`."""

import argparse
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

from embeddings.errors import PullquoteError
from qa import cli

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8000
_SHUTDOWN_SECONDS = 5
_LAST_PORT = 65535


class AddressInUseError(PullquoteError):
    """The address to serve on can't be had."""

    code = "address_in_use"


def main() -> int:
    """Run the command line."""
    return cli.main(extra=[cli.Command("serve", "serve the page and the API", _declare, _serve)])


def _declare(parser: argparse.ArgumentParser) -> None:
    environment = os.environ
    parser.add_argument("--host", default=environment.get("HOST") or DEFAULT_HOST, help="default 127.0.0.1, or $HOST")
    parser.add_argument("--port", default=environment.get("PORT") or DEFAULT_PORT, help="default 8000, or $PORT")
    parser.add_argument("--seeds", metavar="PATH", type=Path, help="add these stories first, if there are none yet")


def _serve(arguments: argparse.Namespace) -> int:
    listener = _listen(arguments.host, _port(arguments.port))  # before the slow part, so that a clash shows at once
    import uvicorn

    from qa.documents import find_files, read_path
    from qa.library import Library
    from qa.settings import Settings
    from web.app import create_app
    from web.guard import allowed_hosts

    address = _address(listener)
    with Library(Settings.from_environment(), write=True, holder=f"pullquote serve, {address}") as library:
        library.warm()
        if arguments.seeds and not library.count()[0]:
            library.add(read_path(path) for path, readable in find_files([arguments.seeds]) if readable)
            library.save()
        app = create_app(library, hosts=allowed_hosts(arguments.host, os.environ))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_SHUTDOWN_SECONDS)
        stories, passages = library.count()
        print(f"Pullquote serves {stories} stories ({passages} passages) on {address}", flush=True)
        print("Press Ctrl+C to stop.", flush=True)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that it too ends with the library closed
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
    return cli.ANSWERED


def _port(value: str | int) -> int:
    if not str(value).isdigit() or int(value) > _LAST_PORT:
        raise AddressInUseError(f"the port {value!r} is no number from 0 to 65535: set PORT to one, such as 8000")
    return int(value)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # named as TCP, so that asyncio turns Nagle's delay off: 40 ms a request
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":  # there the option would let two servers share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise AddressInUseError(
            f"can't serve on {host} port {port} ({error.strerror or error}): set PORT= or HOST= to another"
        ) from error
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


if __name__ == "__main__":
    sys.exit(main())
