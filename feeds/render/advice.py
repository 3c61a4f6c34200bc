"""Pure: what an operator should do about a source, in sentences."""

from feeds.render.messages import Messages


def advice_text(advice: str | None, key: str, words: Messages) -> str:
    """Say what to do, as `feeds.advice` named it; empty where nothing is to be done."""
    if advice is None:
        return ""
    return _sentence(advice, words) % {"key": key}


def _sentence(advice: str, words: Messages) -> str:  # noqa: C901  # a table of sentences
    match advice:
        case "replace":
            return words.gettext(
                "Its server says that it is gone for good. Find its new address with “diemtin add” "
                "and the address of the site, then remove “%(key)s” from config.toml."
            )
        case "address":
            return words.gettext("No such host: check the address of “%(key)s” in config.toml.")
        case "missing":
            return words.gettext(
                "The server knows no such address: “diemtin add” with the address of the site "
                "finds where its feed is now."
            )
        case "page":
            return words.gettext(
                "The address gives a page, not a feed: “diemtin add” with that address finds the "
                "feeds that the page names."
            )
        case "login":
            return words.gettext(
                "The server refuses us: give “%(key)s” a username and password or headers in "
                "config.toml, or ask its publisher whether feed readers are welcome."
            )
        case "certificate":
            return words.gettext(
                "Its certificate cannot be verified. Most servers mend that within days; "
                "“tls_verify = false” reads it all the same, whoever answers."
            )
        case "allow":
            return words.gettext(
                "Its address is none of the public network. If it is yours, name it in "
                "“allow_networks” under [fetch]."
            )
        case "size":
            return words.gettext("Its document is too large: raise “max_body” under [fetch].")
        case "interval":
            return words.gettext(
                "It writes more between two polls than it shows at once: give “%(key)s” a shorter "
                "“interval” in config.toml."
            )
        case "moved":
            return words.gettext(
                "It has moved for good and is read at its new place; write that into config.toml "
                "when you like."
            )
        case "limited":
            return words.gettext(
                "The server asks for fewer polls, which it gets. If that goes on, give “%(key)s” a "
                "longer “interval”."
            )
        case "sample":
            return words.gettext(
                "What it sent cannot be read. The beginning of it is kept in var/failed/; tell its "
                "publisher, it may not be known there."
            )
        case _:
            return words.gettext("Nothing to do yet: it is asked again, less and less often.")
