"""Text that comes in pieces of any length, read so many bytes at a time."""

from __future__ import annotations

import io
from abc import abstractmethod


class Unpacked(io.RawIOBase):
    """A stream of text that is unpacked as it is read."""

    def __init__(self) -> None:
        super().__init__()
        self._text = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """So many bytes; fewer only at the end."""
        parts, wanted = [], size
        while wanted > 0 and (self._text or self._more()):
            parts.append(self._text[:wanted])
            self._text = self._text[wanted:]
            wanted -= len(parts[-1])
        return b"".join(parts)

    @abstractmethod
    def _more(self) -> bool:
        """Put the next piece into `_text`; whether there was one."""
