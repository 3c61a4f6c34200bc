"""The rows of the short form: of every family some of each kind, and all that is not yet met."""

from collections.abc import Mapping

# the keys by family; a row that behaves like another one in a list is left to the long form
SHORT: Mapping[str, frozenset[str]] = {
    family: frozenset(keys.split())
    for family, keys in {
        "connection": """
            hang drip-body continue-storm slow-start reset-mid-body truncated-body bad-chunk
            garbage nul-in-header many-headers huge-declared endless early-hints pipelined
            cookies-required tls-self-signed tls-mute dead-port no-name
        """,
        "encodings": """
            deflate-raw gzip-bomb gzip-ratio gzip-truncated gzip-lie gzip-undeclared br
            gzip-members gzip-bad-sum
        """,
        "status": """
            status-304 status-404 status-500 gone gone-then-ok ok-then-gone ok-then-304 feed-in-500
            every-other 429-seconds 429-huge chain-6 chain-endless no-location 301-flip 301-to-html
            ok-then-301 to-trap to-trap-port to-ipv6 to-decimal to-metadata to-javascript
            second-hop no-scheme downgrade auth-leak direct-trap elsewhere
        """,
        "validators": """
            polite etag-lies etag-flaps etag-escape 304-renews page-then-feed cache-16-years
            cache-hour ttl-huge ttl-hour sy-yearly skip-hours set-cookie attachment agent-required
        """,
        "bodies": """
            empty html-discovery html-then-ok ok-then-html path png json json-surrogate
            billion-laughs xxe-file xxe-http xinclude entity-redos deep many-items huge-title
            ampersands cut-in-second cut-then-whole junk-after ill-formed georss atom
        """,
        "letters": """
            utf8-marks utf16-le utf16-lie windows-1258-silent codec-python nfd bad-byte
            bad-byte-declared nul-bytes reference-overflow
        """,
        "identity": """
            no-ids-no-links one-id-one-link flap-ids flap-link-no-ids flap-flood flap-text
            corrected reused reused-all window gap shrink emptied archive flood dates-future
            dates-vietnamese dates-flap spoof copied our-feed our-tags
        """,
        "markup": """
            html-script-split html-handler-quote html-svg html-mxss html-link-entity html-template
            title-script title-lines title-escape title-bidi text-fields feed-fields
            link-javascript link-tab link-lines new-feed-url enclosures xhtml atom-remote
        """,
        "controls": " ".join(f"control-{number}" for number in range(10)),
    }.items()
}
