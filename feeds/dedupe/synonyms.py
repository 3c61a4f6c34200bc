"""Pure: words that may stand for one another without changing the news.

A line is a group; `|` parts its members, each a word or a phrase in comparable form. A group must
hold in any sentence of the news: to report, to begin, because, about. What names another status,
office, place, party or degree is in no group: an arrest is no charge, a plan no decision.
"""

from feeds.dedupe.vietnamese_synonyms import VIETNAMESE

_OTHERS = """
after | following
about | around | roughly | approximately | some | circa
said | stated | announced | told reporters | has said | added
says | states | announces
because of | due to | owing to | because
more than | over
less than | fewer than | under
buy | purchase
bought | purchased
big | large
biggest | largest
begin | start | commence
begins | starts
began | started
beginning | starting
help | assist | aid
helped | assisted
near | close to
but | however | yet | though
while | as | whilst
children | kids
film | movie
firm | company
firms | companies
talks | negotiations | discussions
deal | agreement | accord
probe | investigation | inquiry | enquiry
wounded | injured | hurt
jailed | imprisoned
lawmakers | legislators | mps
quake | earthquake
blaze | fire
car | vehicle
plane | aircraft | airplane | aeroplane
doctor | physician
lawyer | attorney
staff | employees
ceo | chief executive | chief executive officer
pm | prime minister
showed | revealed
until | till
across | throughout
annually | every year | each year
huge | massive | enormous
quickly | rapidly | swiftly
trying | attempting
tried | attempted
in order to | to
such as | like
in addition | also | additionally
at least | no fewer than | no less than
per year | a year
organisation | organization
organisations | organizations
defence | defense
centre | center
programme | program
labour | labor
neighbouring | neighboring
harbour | harbor
us | united states
uk | united kingdom
eu | european union
un | united nations
сообщил | заявил | рассказал | отметил | сказал
сообщила | заявила | рассказала | отметила | сказала
сообщили | заявили | рассказали | отметили | сказали
сообщает | передает | пишет
около | примерно | приблизительно | порядка
более | свыше | более чем
после | вслед за
из за | по причине | вследствие
чтобы | для того чтобы | с целью
но | однако | тем не менее
также | кроме того | а также
во время | в ходе
рф | россия | российская федерация
сша | соединенные штаты | соединенные штаты америки
оон | организация объединенных наций
ес | евросоюз | европейский союз
мид | министерство иностранных дел
полицейские | сотрудники полиции | правоохранители
автомобиль | машина | авто
самолет | воздушное судно
пожар | возгорание
погибли | скончались | умерли
погиб | скончался | умер
погибла | скончалась | умерла
состоится | пройдет
состоялась | прошла
состоялся | прошел
состоялось | прошло
крупнейший | самый большой
беспилотник | дрон | бпла
беспилотники | дроны
беспилотников | дронов
киргизия | кыргызстан
киргизии | кыргызстана
начал | приступил к
когда | в момент когда
человек | людей
жители | местные жители
нескольких | ряда
несколько | ряд
ребенок | малыш
дети | ребята
доллар | доллар сша
долларов | долларов сша
""".strip()

Phrase = tuple[str, ...]


Filed = dict[str, tuple[tuple[Phrase, str], ...]]


def file_groups(table: str) -> Filed:
    """File each phrase with its group's name under its first word, the longest first."""
    filed: dict[str, list[tuple[Phrase, str]]] = {}
    for line in table.splitlines():
        members = [tuple(member.split()) for member in line.split("|")]
        for member in members:
            filed.setdefault(member[0], []).append((member, "=" + " ".join(members[0])))
    return {
        first: tuple(sorted(phrases, key=lambda phrase: -len(phrase[0])))
        for first, phrases in filed.items()
    }


# by the first word of a phrase: the phrase, and the name of its group
SYNONYMS = file_groups(f"{VIETNAMESE}\n{_OTHERS}")
