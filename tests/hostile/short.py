"""The rows of the short form: of every family some of each kind, and all that is not yet met."""

from collections.abc import Mapping

# the keys by family; a row that behaves like another one in a list is left to the long form
SHORT: Mapping[str, frozenset[str]] = {
    family: frozenset(keys.split())
    for family, keys in {
        "connection": """
            hang hang-mid-body drip-body drip-headers continue-storm slow-start reset reset-mid-body
            close-empty truncated-body bad-chunk te-and-cl garbage nul-in-header many-headers
            endless-headers huge-declared endless crumbs early-hints pipelined cookies-required
            tls-self-signed tls-unverified tls-mute raw-noise dead-port no-name
        """,
        "encodings": """
            gzip deflate-raw gzip-bomb gzip-ratio gzip-nested gzip-truncated gzip-lie
            gzip-undeclared br gzip-members gzip-bad-sum gzip-padding
        """,
        "status": """
            status-204 status-304 status-401 status-404 status-500 gone gone-then-ok ok-then-gone
            ok-then-304 feed-in-500 every-other 429-seconds 429-huge 503 301 302 chain-5 chain-6
            chain-endless loop-self no-location 301-flip 301-to-html ok-then-301 to-trap
            to-trap-port to-localhost to-ipv6 to-mapped to-decimal to-metadata to-file to-javascript
            second-hop no-scheme downgrade auth-leak direct-trap direct-metadata elsewhere
        """,
        "validators": """
            polite polite-date etag-lies etag-stuck etag-flaps etag-escape 304-renews page-then-feed
            cache-16-years cache-hour expires-far ttl-huge ttl-hour sy-yearly skip-hours set-cookie
            link-header attachment type-charset agent-required
        """,
        "bodies": """
            empty html html-discovery html-then-ok ok-then-html path address png no-items json
            json-deep json-types json-surrogate billion-laughs xxe-file xxe-http dtd xinclude
            entity-redos author-redos deep deep-html many-items huge-title ampersands cut-in-second
            cut-then-whole junk-after ill-formed georss atom
        """,
        "letters": """
            utf8-marks utf16-le utf16-lie charset-conflict windows-1258 windows-1258-silent
            codec-python nfd bad-byte bad-byte-declared nul-bytes controls surrogates
            reference-overflow
        """,
        "identity": """
            no-ids no-ids-no-links one-id-one-link case-ids flap-ids flap-all flap-link-no-ids
            flap-flood flap-text corrected reused reused-all window gap shrink emptied archive flood
            dates-future dates-impossible dates-vietnamese dates-flap spoof copied our-feed our-tags
        """,
        "markup": """
            html-script-split html-handler-quote html-svg html-mxss html-iframe html-link-entity
            html-template title-script title-double title-sql title-lines title-escape title-bidi
            text-fields feed-fields link-javascript link-tab link-file link-lines new-feed-url
            hub pictures enclosures js-base xhtml atom-remote
        """,
        "controls": " ".join(f"control-{number}" for number in range(10)),
    }.items()
}
