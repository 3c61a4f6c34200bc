"""TLS as operators meet it: what is wrong with a certificate is said in one line."""

from contextlib import ExitStack
from typing import Any

import pytest

from tests import misbehaviours
from tests.certificates import Authority
from tests.daemon import Desk, loopback, source
from tests.newsroom import news, rss


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What became of six servers, polled by a process that trusts one authority."""
    folder = tmp_path_factory.mktemp("tls")
    authority = Authority(folder)
    certificates = {
        "right": authority.certify("IP:127.0.0.1"),
        "expired": authority.certify("IP:127.0.0.1", days=-1),
        "another-name": authority.certify("DNS:other.example"),
        "another-address": authority.certify("IP:127.0.0.2"),
        "unknown": misbehaviours.self_signed(),
        "unproved": authority.certify("IP:127.0.0.1", days=-1),
    }
    with ExitStack() as stack:
        servers = {key: stack.enter_context(loopback(tls)) for key, tls in certificates.items()}
        for number, server in enumerate(servers.values()):
            server.serve("/tin.xml", rss([news(number)]))
        proof = {"unproved": {"tls_verify": False}}
        sources = [
            source(key, server.url("/tin.xml"), **proof.get(key, {}))
            for key, server in servers.items()
        ]
        desk = Desk(folder / "desk", sources=sources, allow=list(servers.values()))
        ended = desk.cli("refresh", "--json", environ={"SSL_CERT_FILE": str(authority.file)})
        assert ended.code == 0, ended.err
        assert "Traceback" not in ended.err
        found = {one["key"]: one for one in ended.lines[0]["sources"]}
        for key, server in servers.items():
            assert server.hits["/tin.xml"] == int(found[key]["outcome"] == "ok"), key
        return found


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        pytest.param("expired", "certificate has expired", id="expired"),
        pytest.param("another-name", "ip address mismatch", id="another-name"),
        pytest.param("another-address", "ip address mismatch", id="another-address"),
        pytest.param("unknown", "self-signed", id="unknown"),
    ],
)
def test_wrong_certificate(reports: dict[str, dict[str, Any]], key: str, reason: str) -> None:
    """A certificate that has expired, or is another's or nobody's, is refused; it is said why."""
    assert reports[key]["outcome"] == "failed"
    error = reports[key]["error"]
    assert error["kind"] == "tls"
    assert reason in error["message"]
    assert error["message"].isprintable()


@pytest.mark.parametrize("key", ["right", "unproved"])
def test_right_certificate(reports: dict[str, dict[str, Any]], key: str) -> None:
    """A right one is accepted, and a wrong one where the source asks for no proof."""
    assert (reports[key]["outcome"], reports[key]["error"]) == ("ok", None)
