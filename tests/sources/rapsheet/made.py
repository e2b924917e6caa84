"""Files that tests make: PDFs by hand, byte for byte, and page images."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

SHEET = """\
CII/A77000123
DOB/19740611    SEX/F  RAC/BLACK
NAM/01 QUILLFEATHER,MARISOL DAWN

* * * *
COURT:                NAM:01
19951103  CASC ALAMEDA

CNT:01     #H-12345A
  11359 HS-POSSESS MARIJUANA FOR SALE
*DISPO:CONVICTED
   CONV STATUS:FELONY
   SEN: 003 YEARS PROBATION, 120 DAYS JAIL,
        FINE, FINE SS, RESTN, IMP SEN SS
""".splitlines()
"""A short sheet of nobody."""


def drawing(lines: Sequence[str], font: str = "F1", left: int = 60, top: int = 738) -> bytes:
    """The drawing of a page of fixed-width text, 10 points high and 12 apart."""
    shown = []
    for line in lines:
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        shown.append(f"({escaped}) Tj T*")
    return f"BT /{font} 10 Tf 12 TL {left} {top} Td {' '.join(shown)} ET".encode("latin-1")


def pdf(
    drawings: Sequence[bytes], *, kids: bytes = b"", packed: bool = False, turned: int = 0, extra: str = ""
) -> bytes:
    """A PDF with one page for each drawing; `kids` overrides its list of pages."""
    listed = kids or b" ".join(b"%d 0 R" % (3 + 2 * at) for at in range(len(drawings)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [ " + listed + b" ] /Count %d >>" % listed.count(b"R"),
    ]
    names = {"F1": "Courier", "F2": "Helvetica"}
    fonts = " ".join(f"/{key} << /Type /Font /Subtype /Type1 /BaseFont /{name} >>" for key, name in names.items())
    for at, drawn in enumerate(drawings):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {turned} /Contents {4 + 2 * at} 0 R "
            f"/Resources << /Font << {fonts} >> {extra} >> >>".encode()
        )
        data = zlib.compress(drawn) if packed else drawn
        packing = b" /Filter /FlateDecode" if packed else b""
        objects.append(b"<< /Length %d%s >>\nstream\n" % (len(data), packing) + data + b"\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + table + tail


def png(width: int, height: int, rows: bytes) -> bytes:
    """A grey PNG that says it is of this size, whatever its rows are."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
