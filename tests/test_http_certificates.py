"""TLS as operators meet it: what is wrong with a certificate is said in one line."""

from pathlib import Path

import pytest

from tests import misbehaviours
from tests.certificates import Authority
from tests.daemon import Desk, loopback, source
from tests.newsroom import news, rss


def refreshed(folder: Path, tls: object, trusted: Path, **settings: object) -> dict[str, object]:
    """Poll a server once in a process that trusts an authority, and give the source's report."""
    with loopback(tls) as server:  # type: ignore[arg-type]
        server.serve("/tin.xml", rss([news(1)]))
        sources = [source("tin", server.url("/tin.xml"), **settings)]
        desk = Desk(folder / "desk", sources=sources, allow=[server])
        ended = desk.cli("refresh", "--json", environ={"SSL_CERT_FILE": str(trusted)})
        assert ended.code == 0, ended.err
        assert "Traceback" not in ended.err
        report: dict[str, object] = ended.lines[0]["sources"][0]
        assert server.hits["/tin.xml"] == int(report["outcome"] == "ok")
        return report


@pytest.mark.parametrize(
    ("names", "days", "reason"),
    [
        pytest.param("IP:127.0.0.1", -1, "certificate has expired", id="expired"),
        pytest.param("DNS:other.example", 2, "ip address mismatch", id="another-name"),
        pytest.param("IP:127.0.0.2", 2, "ip address mismatch", id="another-address"),
    ],
)
def test_wrong_certificate(tmp_path: Path, names: str, days: int, reason: str) -> None:
    """A certificate that has expired or is another's is refused, and the report says why."""
    authority = Authority(tmp_path)
    report = refreshed(tmp_path, authority.certify(names, days=days), authority.file)
    assert report["outcome"] == "failed"
    error = report["error"]
    assert isinstance(error, dict)
    assert error["kind"] == "tls"
    assert reason in error["message"]
    assert error["message"].isprintable()


def test_unknown_authority(tmp_path: Path) -> None:
    """A certificate of nobody's is refused."""
    authority = Authority(tmp_path)
    report = refreshed(tmp_path, misbehaviours.self_signed(), authority.file)
    assert report["error"]["kind"] == "tls"  # type: ignore[index]
    assert "self-signed" in report["error"]["message"]  # type: ignore[index]


def test_right_certificate(tmp_path: Path) -> None:
    """A right one is accepted, and a wrong one where the source asks for no proof."""
    authority = Authority(tmp_path)
    assert refreshed(tmp_path, authority.certify("IP:127.0.0.1"), authority.file)["error"] is None
    expired = authority.certify("IP:127.0.0.1", days=-1)
    unproved = refreshed(tmp_path / "other", expired, authority.file, tls_verify=False)
    assert unproved["error"] is None
