"""Pure: countries and provinces, to tell where a place lies from one more place."""

from typing import Literal

Level = Literal["country", "province"]

_COUNTRIES = """
việt nam|mỹ|hoa kỳ|nga|liên bang nga|trung quốc|nhật bản|nhật|hàn quốc|triều tiên|đài loan|ấn độ
anh|pháp|đức|ý|italy|italia|tây ban nha|bồ đào nha|hà lan|bỉ|thụy sĩ|thụy điển|na uy|phần lan
đan mạch|áo|ba lan|séc|cộng hòa séc|slovakia|hungary|romania|bulgaria|hy lạp|serbia|croatia|slovenia
ukraine|ukraina|belarus|moldova|gruzia|georgia|armenia|azerbaijan|kazakhstan|uzbekistan|kyrgyzstan
tajikistan|turkmenistan|mông cổ|thổ nhĩ kỳ|iran|iraq|syria|israel|palestine|liban|lebanon|jordan
saudi arabia|arab saudi|ả rập xê út|uae|qatar|kuwait|oman|yemen|ai cập|libya|tunisia|algeria|morocco
maroc|nam phi|nigeria|kenya|ethiopia|sudan|nam sudan|somalia|congo|uganda|tanzania|rwanda|ghana|mali
thái lan|lào|campuchia|myanmar|malaysia|singapore|indonesia|philippines|brunei|timor leste|úc
australia|new zealand|canada|mexico|cuba|brazil|argentina|chile|peru|colombia|venezuela|ecuador
bolivia|paraguay|uruguay|panama|pakistan|afghanistan|bangladesh|nepal|sri lanka|bhutan|maldives
iceland|ireland|bắc ireland|scotland|estonia|latvia|litva|lithuania|albania|kosovo|montenegro
bắc macedonia|bosnia|cộng hòa síp|síp|malta|luxembourg|monaco|haiti|jamaica
vietnam|russia|china|japan|south korea|north korea|taiwan|india|france|germany|spain|portugal
netherlands|belgium|switzerland|sweden|norway|finland|denmark|austria|poland|greece|turkey|mongolia
egypt|south africa|thailand|laos|cambodia|britain|uk|usa|us
"""
_PROVINCES = """
hà nội|hải phòng|đà nẵng|cần thơ|hồ chí minh|tp hcm|tphcm|huế|an giang
bà rịa vũng tàu|bắc giang|bắc kạn
bạc liêu|bắc ninh|bến tre|bình định|bình dương|bình phước|bình thuận|cà mau|cao bằng|đắk lắk
đắk nông|điện biên|đồng nai|đồng tháp|gia lai|hà giang|hà nam|hà tĩnh|hải dương|hậu giang|hòa bình
hưng yên|khánh hòa|kiên giang|kon tum|lai châu|lâm đồng|lạng sơn|lào cai|long an|nam định|nghệ an
ninh bình|ninh thuận|phú thọ|phú yên|quảng bình|quảng nam|quảng ngãi|quảng ninh|quảng trị
sóc trăng|sơn la|tây ninh|thái bình|thái nguyên|thanh hóa|thừa thiên huế|tiền giang|trà vinh
tuyên quang|vĩnh long|vĩnh phúc|yên bái
"""


def _listed(table: str) -> frozenset[str]:
    return frozenset(name for line in table.strip().splitlines() for name in line.split("|"))


_LEVELS: dict[Level, frozenset[str]] = {
    "country": _listed(_COUNTRIES),
    "province": _listed(_PROVINCES),
}
# words of the longest name
MOST_WORDS = 4


def find_level(name: tuple[str, ...]) -> Level | None:
    """Tell whether words in comparable form are the name of a country or of a province."""
    line = " ".join(name)
    return next((level for level, names in _LEVELS.items() if line in names), None)
