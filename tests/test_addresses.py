"""Which hosts and addresses may be asked: tables, without a network."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.retrieve.addresses import (
    is_public,
    may_connect,
    parse_allowed,
    refused_spelling,
    written_host,
)

INNER = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",
    "127.0.0.1", "127.0.0.2", "127.255.255.254", "169.254.0.1", "169.254.169.254",
    "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.0.1",
    "192.168.255.255", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::8.8.8.8",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:0",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1",
    "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::", "2002:c0a8:1::1",
    "2001:0:7f00:1:0:0:80ff:fffe", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "fc00::1", "fd00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fe80::1%25eth0", "fec0::1", "ff00::1", "ff02::1",
    "ff0e::1", "4000::1", "1::1", "e000::1", "2606:4700::1%eth0", "192.0.0.9", "192.0.0.10",
    "192.0.0.170", "192.88.99.1", "198.19.255.255", "233.252.0.1", "100.127.255.254",
    "255.255.255.254", "2001:1::1", "2001:1::2", "2001:2::1", "2001:10::1", "2001:20::1",
    "2001:1ff::1", "3fff::1", "3fff:fff::1", "5f00::1", "100:0:0:1::1", "::ffff:0:127.0.0.1",
    "::ffff:100.64.0.1", "::ffff:198.18.0.1", "::ffff:224.0.0.1", "64:ff9b::c000:9",
    "64:ff9b::192.168.1.1", "64:ff9b::ffff:ffff", "2002:6440:1::1", "2002:e000:1::",
    "2002:c058:6301::1", "2001:0:0:1::ffff:ffff", "fdff:ffff::1", "febf::1", "feff::1",
]  # fmt: skip
PUBLIC = [
    "1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.15.0.1",
    "172.32.0.1", "192.167.1.1", "198.17.0.1", "223.255.255.255", "::ffff:8.8.8.8",
    "64:ff9b::808:808", "2002:808:808::", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e",
    "2400:cb00:2048:1::6814:55", "2001:0:4136:e378:8000:63bf:f7f7:f7f7", "192.0.1.1",
    "192.88.98.1", "198.20.0.1", "203.0.114.1", "2001:200::1", "2001:4860:4860::8888",
    "3ffe::1", "64:ff9b::5db8:d822",
]  # fmt: skip
NO_ADDRESS = ["", "localhost", "127.1", "0x7f.1", "0177.0.0.1", "1.2.3", "::1::", "[::1]", "a"]


@pytest.mark.parametrize("address", INNER + NO_ADDRESS)
def test_inner_address(address: str) -> None:
    """An address that is not on the open Internet, in any form, is not public."""
    assert not is_public(address)
    assert not may_connect(address, 80, ())


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address(address: str) -> None:
    """An address of the open Internet may be connected to, also wrapped for a transition."""
    assert is_public(address)
    assert may_connect(address, 443, ())


@given(st.ip_addresses(v=4))
def test_wrapped_address(inner: ipaddress.IPv4Address) -> None:
    """An IPv4 address is judged alike whether bare, mapped, behind NAT64, 6to4 or Teredo."""
    number = int(inner)
    expected = is_public(str(inner))
    for wrapped in (
        (0xFFFF << 32) | number,
        (0x64FF9B << 96) | number,
        (0x2002 << 112) | (number << 80),
        (0x20010000 << 96) | (number ^ 0xFFFFFFFF),
    ):
        assert is_public(str(ipaddress.IPv6Address(wrapped))) == expected


@given(st.ip_addresses(v=4))
def test_public_ipv4(address: ipaddress.IPv4Address) -> None:
    """Nothing private, local, reserved or multicast is public."""
    inner = address.is_private or address.is_multicast or address.is_reserved
    assert not (inner and is_public(str(address)))


@given(st.ip_addresses(v=6))
def test_public_ipv6(address: ipaddress.IPv6Address) -> None:
    """Outside of the unicast range only what wraps an IPv4 address may be public."""
    nat64 = ipaddress.ip_network("64:ff9b::/96")
    if is_public(str(address)):
        unicast = address in ipaddress.ip_network("2000::/3")
        assert unicast or address.ipv4_mapped or address in nat64


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    """No text stops the judgement."""
    assert isinstance(is_public(text), bool)
    assert refused_spelling(text) is None or refused_spelling(text)


@pytest.mark.parametrize(
    ("line", "address", "port", "expected"),
    [
        pytest.param("127.0.0.1/32:8080", "127.0.0.1", 8080, True, id="address-and-port"),
        pytest.param("127.0.0.1/32:8080", "127.0.0.1", 8081, False, id="other-port"),
        pytest.param("127.0.0.1/32:8080", "127.0.0.2", 8080, False, id="other-address"),
        pytest.param("127.0.0.1:8080", "127.0.0.1", 8080, True, id="no-length"),
        pytest.param("10.0.0.0/8", "10.9.8.7", 1, True, id="any-port"),
        pytest.param("10.0.0.0/8", "11.0.0.1", 1, True, id="public-anyway"),
        pytest.param("10.0.0.0/8", "192.168.0.1", 1, False, id="other-network"),
        pytest.param("127.0.0.1/32:80", "::ffff:127.0.0.1", 80, True, id="mapped"),
        pytest.param("127.0.0.1/32:80", "64:ff9b::7f00:1", 80, False, id="nat64-is-elsewhere"),
        pytest.param("[::1/128]:80", "::1", 80, True, id="ipv6"),
        pytest.param("[::1]/128:80", "::1", 80, True, id="ipv6-other-brackets"),
        pytest.param("[::1]:80", "::1", 81, False, id="ipv6-other-port"),
        pytest.param("fd00::/8", "fd00:ec2::254", 80, True, id="ipv6-any-port"),
        pytest.param("::/0", "127.0.0.1", 80, False, id="ipv6-is-not-ipv4"),
        pytest.param("fe80::/10", "fe80::1%eth0", 80, True, id="zone"),
        pytest.param("10.0.0.0/8", "10.1", 80, False, id="no-address"),
    ],
)
def test_allowed_network(line: str, address: str, port: int, expected: bool) -> None:
    """An allowed network opens its addresses and its port, and nothing else."""
    assert may_connect(address, port, (parse_allowed(line),)) is expected


@pytest.mark.parametrize(
    "line",
    ["", "home", "127.0.0.1/33", "10.0.0.1/8", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:70000",
     "127.0.0.1:x", "127.0.0.1:٨٠", "[::1", "[::1]:", "::1/129", "http://10.0.0.1/", "10.0.0.0-9"],
)  # fmt: skip
def test_wrong_network(line: str) -> None:
    """A line that is no network is refused in words that show how to write one."""
    with pytest.raises(ValueError, match="write it like"):
        parse_allowed(line)


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0X7F000001", "0x7f.0x0.0x0.0x1", "0177.0.0.1", "017700000001",
     "127.1", "127.0.1", "127.0.0.1.", "127.0.0.01", "1.2.3.4.5", "1.2.3.256", "0", "0x", "09",
     "example.0x7f", "example.127", "localhost", "LocalHost", "localhost.", "a.localhost",
     "localhost.localdomain", "ip6-localhost", "①②⑦.0.0.1", "１２７.0.0.1", "127。0。0。1",
     "١٢٧.0.0.1", "²", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ", "127%2e0.0.1", "", ".", "..", "a..b",
     ".example", "a b", "a\tb", "a\x00b", "a/b", "a\\b", "a@b", "a:b", "::1::", "fe80::1%eth0",
     "[fe80::1%25lo]", "127.0.0.1:80"],
)  # fmt: skip
def test_refused_spelling(host: str) -> None:
    """A host written as nobody writes one is refused before it is resolved."""
    assert refused_spelling(host)


@pytest.mark.parametrize(
    "host",
    ["vnexpress.net", "VnExpress.net", "example.com.", "xn--e1afmkfd.xn--p1ai", "пример.рф",
     "báo-mới.vn", "三菱.jp", "4chan.example", "1e100.net", "0x.example", "127.0.0.1.nip.io",
     "a_b.example", "8.8.8.8", "127.0.0.1", "::1", "[2606:4700::1111]", "::ffff:127.0.0.1", "a",
     "localhosts", "mylocalhost.example", "de", "deadbeef"],
)  # fmt: skip
def test_ordinary_spelling(host: str) -> None:
    """Ordinary names and addresses pass; what they resolve to is judged when it is known."""
    assert refused_spelling(host) is None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://①②⑦.0.0.1:80/x", "①②⑦.0.0.1"),
        ("http://user:pa:ss@host.example/", "host.example"),
        ("//host.example/x", "host.example"),
        ("http://[::1]:80/", "::1"),
        (" HTTP://Host/ ", "Host"),
        ("/path", None),
        ("", None),
    ],
)
def test_written_host(url: str, host: str | None) -> None:
    """A URL's host is taken as written, before anything folds its digits or letters."""
    assert written_host(url) == host
