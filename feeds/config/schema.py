"""Pure: the shape of config.toml as frozen values.

Times are seconds, sizes are bytes; the file writes both as strings with units ("30m", "5MiB").
Every table refuses keys that it does not know. Rules between keys stand in `rules`;
this package is the home of pydantic.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, SecretStr, Tag

from feeds.config.values import (
    Authority,
    Bytes,
    Duration,
    Encoding,
    Flag,
    FolderPath,
    Formats,
    HeaderLine,
    HeaderName,
    Key,
    Language,
    Network,
    Port,
    Real,
    Seconds,
    Sentence,
    SiteAddress,
    Slug,
    SourceAddress,
    Territory,
    TerritoryOrGroup,
    TimeZone,
    WebAddress,
    Whole,
    Words,
    at_most,
    matching,
    seconds,
    size,
    store_address,
)

DEFAULT_STORE = "sqlite:///var/diemtin.db"


class Table(BaseModel):
    """A table of the file: frozen, and closed to unknown keys."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        validate_default=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )


class FromEnvironment(Table):
    """A secret that an environment variable holds."""

    env: Annotated[str, AfterValidator(matching(r"[^=\0]+", "name an environment variable"))]


class FromFile(Table):
    """A secret that the first line of a file holds; relative to config.toml."""

    file: Annotated[str, AfterValidator(matching(r"[^\0]+", "name a file"))]


def _form_of_secret(value: object) -> str | None:
    if isinstance(value, str | SecretStr):
        return "<text>"
    if isinstance(value, FromEnvironment) or (isinstance(value, dict) and "env" in value):
        return "<env>"
    if isinstance(value, FromFile) or (isinstance(value, dict) and "file" in value):
        return "<file>"
    return None


_SECRET_FORMS = Discriminator(
    _form_of_secret,
    custom_error_type="secret_form",
    custom_error_message='write text, { env = "NAME" } or { file = "path" }',
)
Secret = Annotated[
    Annotated[SecretStr, Tag("<text>")]
    | Annotated[FromEnvironment, Tag("<env>")]
    | Annotated[FromFile, Tag("<file>")],
    _SECRET_FORMS,
]


class Site(Table):
    """[site]: who publishes."""

    title: Words = "Điểm Tin"
    description: Sentence = "Tin theo chủ đề"
    # without a closing slash
    base_url: SiteAddress = "http://127.0.0.1:8000"
    language: Language = "vi"
    timezone: TimeZone = "Asia/Ho_Chi_Minh"
    home_territory: Territory = "VN"
    authority: Authority | None = None


def _sound_store(secret: Secret) -> Secret:
    if isinstance(secret, SecretStr):
        store_address(secret.get_secret_value())
    return secret


class StoreSettings(Table):
    """[store]: where entries are kept; `feeds.config.load.store_url` gives the usable form."""

    url: Annotated[Secret, AfterValidator(_sound_store)] = SecretStr(DEFAULT_STORE)


class Publish(Table):
    """[publish]: what readers get."""

    directory: FolderPath = "var/public"
    entries: Annotated[Whole, Field(ge=1, le=100)] = 50
    formats: Formats = ("atom", "rss", "json")
    per_source_quota: Annotated[Whole, Field(ge=0)] = 0
    per_source_feeds: Flag = False
    status: Flag = False
    search: Flag = True


class Serve(Table):
    """[serve]: where the web server listens; port 0 takes any free one."""

    host: Words = "127.0.0.1"
    port: Port = 8000
    admin_host: Words = "127.0.0.1"
    admin_port: Port = 8001


class Schedule(Table):
    """[schedule]: how often a source is asked."""

    interval: Duration = "30m"  # type: ignore[assignment]
    floor: Seconds = "5m"  # type: ignore[assignment]
    ceiling: Duration = "24h"  # type: ignore[assignment]


class Fetch(Table):
    """[fetch]: how a source is asked; the upper limits are those of RELIABILITY 2.1."""

    timeout: Annotated[Duration, AfterValidator(at_most("60s", seconds))] = "15s"  # type: ignore[assignment]
    connect_timeout: Annotated[Duration, AfterValidator(at_most("60s", seconds))] = "5s"  # type: ignore[assignment]
    max_body: Annotated[Bytes, AfterValidator(at_most("32MiB", size))] = "5MiB"  # type: ignore[assignment]
    concurrency: Annotated[Whole, Field(ge=1, le=500)] = 20
    per_host: Annotated[Whole, Field(ge=1, le=50)] = 2
    host_gap: Annotated[Seconds, AfterValidator(at_most("1h", seconds))] = "1s"  # type: ignore[assignment]
    user_agent: HeaderLine | None = None
    # each is read by `feeds.config.values.read_network`
    allow_networks: tuple[Network, ...] = ()


class Parse(Table):
    """[parse]: the children that read documents."""

    children: Annotated[Whole, Field(ge=1, le=16)] = 1
    cpu: Annotated[Duration, AfterValidator(at_most("10m", seconds))] = "10s"  # type: ignore[assignment]
    memory: Bytes = "1GiB"  # type: ignore[assignment]


class Dedupe(Table):
    """[dedupe]: what counts as said already.

    `threshold` is lowered by .02 for each name or number that both texts have, by .1 at most.
    """

    window: Duration = "14d"  # type: ignore[assignment]
    threshold: Annotated[float, Field(strict=True, gt=0.5, le=1)] = 0.95
    across_sources: Literal["near", "exact", "off"] = "near"
    within_source: Literal["near", "exact", "off"] = "exact"


class WebSub(Table):
    """[websub]: hubs that tell subscribers at once."""

    hub: WebAddress | None = None
    callback_url: WebAddress | None = None


class Retention(Table):
    """[retention]: how long entries are kept."""

    keep: Duration = "400d"  # type: ignore[assignment]


class Log(Table):
    """[log]: what the daemon says of itself."""

    format: Literal["console", "json"] = "console"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Dispatch(Table):
    """[dispatch]: which engine carries the work."""

    engine: Literal["local"] = "local"


class SourceSettings(Table):
    """[[sources]]: one source to read."""

    key: Key
    # may hold credentials: published and logged through `feeds.urls.redacted` only
    url: SourceAddress = Field(repr=False)
    title: Words | None = None
    language: Language | None = None
    timezone: TimeZone | None = None
    encoding: Encoding | None = None
    interval: Duration | None = None
    # topics that every entry of the source belongs to
    topics: tuple[Slug, ...] = ()
    username: str | None = None
    password: Secret | None = None
    headers: dict[HeaderName, Secret] = Field(default_factory=dict)
    # in place of that of [fetch]
    timeout: Annotated[Duration, AfterValidator(at_most("60s", seconds))] | None = None
    tls_verify: Flag = True
    enabled: Flag = True

    @property
    def is_folder(self) -> bool:
        """Tell whether the source is a folder of pages rather than a feed."""
        return self.url.startswith("file:")


class Terms(Table):
    """Terms of one language in a topic; `stems` match word beginnings."""

    strong: tuple[Words, ...] = ()
    weak: tuple[Words, ...] = ()
    negative: tuple[Words, ...] = ()
    stems: tuple[Words, ...] = ()


class Guard(Table):
    """When an occurrence of a term counts; words are compared with their case."""

    case: Flag = True
    not_before: tuple[Words, ...] = ()
    not_after: tuple[Words, ...] = ()
    only_before: tuple[Words, ...] = ()
    only_after: tuple[Words, ...] = ()
    # wordings that count whatever the guards say
    allow: tuple[Words, ...] = ()
    # the general rule for Vietnamese personal and place names
    names: Flag = True


class Combine(Table):
    """Terms that count together: all of `all`, one of `any`, none of `none`, within N words."""

    all: tuple[Words, ...] = ()
    any: tuple[Words, ...] = ()
    none: tuple[Words, ...] = ()
    within: Annotated[Whole, Field(ge=1)] | None = None
    weight: Real = 1.0


class TopicSettings(Table):
    """[topics.SLUG]: one subject, one published feed."""

    title: Words
    description: Sentence = ""
    threshold: Annotated[float, Field(strict=True, gt=0)] = 1.0
    title_weight: Annotated[float, Field(strict=True, ge=0)] = 1.5
    territories: tuple[TerritoryOrGroup, ...] = ()
    languages: tuple[Language, ...] = ("vi", "en", "ru")
    # weight of the site's own territory where the topic names it: 0 leaves home news out
    home_weight: Annotated[float, Field(strict=True, ge=0)] = 0.0
    terms: dict[Language, Terms] = Field(default_factory=dict)
    guards: dict[Language, dict[Words, Guard]] = Field(default_factory=dict)
    combine: tuple[Combine, ...] = ()
    # what an entry's source adds, by its key, where the entry has evidence of its own
    sources: dict[Key, Real] = Field(default_factory=dict)


class Config(Table):
    """The whole file. `topics` maps slugs to topics; `reclassify` stands in the same table."""

    site: Site = Field(default_factory=Site)
    store: StoreSettings = Field(default_factory=StoreSettings)
    publish: Publish = Field(default_factory=Publish)
    serve: Serve = Field(default_factory=Serve)
    schedule: Schedule = Field(default_factory=Schedule)
    fetch: Fetch = Field(default_factory=Fetch)
    parse: Parse = Field(default_factory=Parse)
    dedupe: Dedupe = Field(default_factory=Dedupe)
    websub: WebSub = Field(default_factory=WebSub)
    retention: Retention = Field(default_factory=Retention)
    log: Log = Field(default_factory=Log)
    dispatch: Dispatch = Field(default_factory=Dispatch)
    sources: tuple[SourceSettings, ...] = ()
    topics: dict[Slug, TopicSettings] = Field(default_factory=dict)
    reclassify: Literal["ask", "auto"] = "ask"
