"""No connection leaves this machine: every Python of the tests begins with this, those that they start too.

A socket that is opened, bound or resolved elsewhere than on the loopback address raises, and is noted in the file that
VACATUR_TEST_CONNECTIONS names, so that it is found out even where somebody swallows the error.
"""

import ipaddress
import os
import sys

NOTES = "VACATUR_TEST_CONNECTIONS"
_ADDRESSED = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_RESOLVED = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


class Connected(ConnectionError):
    """Something reached for the network."""


def is_here(host: object) -> bool:
    """Whether a host is this machine, by its loopback address or name."""
    if host is None or host in ("", "localhost", b"localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _host(event: str, given: tuple) -> object:
    if event in _RESOLVED:
        return given[0]
    address = given[1]
    if not isinstance(address, tuple):  # a socket of the file system, or one that is connected already
        return None
    return address[0] or "any address"


def watch(event: str, given: tuple) -> None:
    """The hook."""
    if event in _ADDRESSED or event in _RESOLVED:
        host = _host(event, given)
        if not is_here(host):
            if os.environ.get(NOTES):
                with open(os.environ[NOTES], "a", encoding="utf-8") as notes:  # noqa: PTH123  # a Python begins with this
                    notes.write(f"{event} {host}\n")
            raise Connected(f"{event}: {host} is not this machine")


sys.addaudithook(watch)

PROCESSORS = "VACATUR_TEST_PROCESSORS"
"""Set where a worker of the tests keeps to one of them (tests/processors.py): what it starts may have all."""

if os.environ.get(PROCESSORS):
    os.sched_setaffinity(0, map(int, os.environ[PROCESSORS].split(",")))
