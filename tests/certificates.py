"""Certificates for servers of this machine, good and bad, made by the openssl of the system."""

import shutil
import ssl
import subprocess
from pathlib import Path

from tests.conftest import missing

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Authority:
    """Somebody who certifies; `file` is what one trusts who trusts him."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.file = folder / "authority.pem"
        self._openssl(
            *("req", "-x509", *_KEY, "-subj", "/CN=Authority", "-days", "2"),
            *("-keyout", "authority.key", "-out", "authority.pem"),
        )

    def certify(self, names: str, *, days: int = 2) -> ssl.SSLContext:
        """Give the TLS side of a server with these names ("IP:127.0.0.1"); -1 day: expired."""
        self._openssl("req", *_KEY, "-subj", "/CN=x", "-keyout", "x.key", "-out", "x.csr")
        (self._folder / "names").write_text(f"subjectAltName={names}\n", encoding="ascii")
        self._openssl(
            *("x509", "-req", "-in", "x.csr", "-CA", "authority.pem", "-CAkey", "authority.key"),
            *("-CAcreateserial", "-days", str(days), "-extfile", "names", "-out", "x.pem"),
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / "x.pem", self._folder / "x.key")
        return context

    def _openssl(self, *arguments: str) -> None:
        program = shutil.which("openssl")
        if program is None:
            missing("openssl")
        done = subprocess.run(
            [str(program), *arguments], cwd=self._folder, capture_output=True, check=False
        )
        if done.returncode:
            missing(f"an openssl that can: {' '.join(arguments)}")
