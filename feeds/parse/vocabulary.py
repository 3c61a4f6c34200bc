"""Pure: the names that feeds use for the same things, as the strict parser spells them.

An element is called by the usual prefix of its namespace and its local name in lower case; the
namespaces of the formats themselves have no prefix.
"""

from feeds.parse.raw import TextType

_CORE = (
    "",
    "http://www.w3.org/2005/Atom",
    "http://purl.org/atom/ns#",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss",
    "http://backend.userland.com/rss2",
    "http://backend.userland.com/RSS2",
    "http://blogs.law.harvard.edu/tech/rss",
    "http://purl.org/net/rss1.1#",
)
PREFIXES = {
    **dict.fromkeys(_CORE, ""),
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/DTDs/PodCast-1.0.dtd": "itunes:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
}
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

TEXT_TYPES: dict[str, TextType] = {
    **dict.fromkeys(("text", "plain", "text/plain"), "text"),
    **dict.fromkeys(("html", "text/html"), "html"),
    **dict.fromkeys(("xhtml", "application/xhtml+xml"), "xhtml"),
}
# texts in the order of preference: what stands for the entry, beside it, and in its place
SUMMARIES = ("description", "summary", "dc:description", "abstract")
SIDE_TEXTS = ("itunes:summary", "media:description")
FULL_TEXTS = ("content", "content:encoded", "body", "xhtml:body")
PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued")
UPDATED = ("updated", "modified", "dc:date", "lastbuilddate", "dcterms:modified")
CREATED = ("created", "dcterms:created")
AUTHORS = ("author", "dc:creator", "dc:author", "itunes:author", "managingeditor")
