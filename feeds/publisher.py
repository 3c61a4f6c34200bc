"""Pure: who publishes, as everything that is published names him."""

from dataclasses import dataclass
from datetime import UTC, datetime

from feeds.config.schema import Config
from feeds.render.view import SiteView

# what a feed says while it has never held anything
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes: the configuration, and the authority of our tag: URIs."""

    config: Config
    authority: str

    def site(self) -> SiteView:
        """Give the publisher as documents name it."""
        site = self.config.site
        return SiteView(
            title=site.title,
            description=site.description,
            base_url=site.base_url.rstrip("/"),
            language=site.language,
            timezone=site.timezone,
            authority=self.authority,
            formats=self.config.publish.formats,
            hub=self.config.websub.hub,
            search=self.config.publish.search,
            status=self.config.publish.status,
        )
