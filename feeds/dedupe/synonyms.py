"""Pure: words that may stand for one another without changing the news.

A line is a group; `|` parts its members, each a word or a phrase in comparable form. A group must
hold in any sentence of the news: to report, to begin, because, about. What names another status,
office, place, party or degree is in no group: an arrest is no charge, a plan no decision.
"""

_TABLE = """
tới | đến
nhằm | để | nhằm để | để mà
rồi | sau đó | rồi sau đó
và | cùng | đồng thời | cũng như | cùng với
khi | lúc | trong lúc | trong khi | vào lúc | khi mà
khiến | làm | làm cho | khiến cho
khoảng | chừng | tầm | khoảng chừng | ước chừng | độ chừng
cho biết | cho hay | thông tin | nói | nói rằng | thông báo | chia sẻ | tuyên bố | phát biểu
nhấn mạnh | khẳng định
do | bởi | vì | bởi vì | do bởi | vì do
nhưng | song | tuy nhiên | thế nhưng | nhưng mà
hiện | hiện nay | hiện tại | lúc này | hiện giờ
đang | hiện đang
thiệt mạng | tử vong | chết | qua đời | mất mạng | tử nạn
bắt giữ | bắt
tìm kiếm | tìm | truy tìm
phát hiện | tìm thấy | tìm ra
bắt đầu | khởi đầu
kết thúc | khép lại
tăng | gia tăng
giảm | sụt giảm
giảm xuống còn | giảm còn | giảm xuống
lên tới | lên đến
tiến hành | thực hiện
hỗ trợ | giúp | giúp đỡ | trợ giúp
sử dụng | dùng
xây | xây dựng
nỗ lực | cố gắng | tìm cách
lo ngại | lo lắng | quan ngại | e ngại
nguyên nhân | lý do | nguyên do
người dân | bà con | dân chúng
phụ nữ | đàn bà
trẻ em | trẻ nhỏ | con trẻ
ô tô | ôtô | xe hơi | xe ô tô | xe ôtô
máy bay | phi cơ
tàu hỏa | xe lửa
máy bay không người lái | uav | drone
tòa | tòa án
nhà chức trách | giới chức | giới hữu trách
quốc gia | nước
thế giới | toàn cầu
toàn bộ | tất cả | toàn thể
một số | một vài | vài | mấy
nhiều | không ít | hàng loạt
rất | hết sức | vô cùng
ngay lập tức | lập tức | tức thì
nhanh chóng | mau chóng
trở thành | thành
đối phó | ứng phó
liên quan | liên quan đến | liên quan tới
xảy ra | diễn ra
từng | đã từng
gặp | gặp gỡ
thăm | đến thăm | tới thăm | ghé thăm
nhất trí | đồng ý
ký kết | ký
thành lập | lập
sinh sống | sống
khu vực | vùng
trước đây | trước kia
năm ngoái | năm trước
hôm qua | ngày hôm qua
hôm nay | ngày hôm nay
đội | đội tuyển
huấn luyện viên | hlv
trận | trận đấu
giành chiến thắng | thắng | giành thắng lợi
cuộc họp | phiên họp
đàm phán | thương lượng | thương thảo
thảo luận | bàn | bàn bạc | bàn thảo | thảo luận về | bàn về
tấn công | tiến công
phạt | xử phạt
lượng phát thải | lượng khí thải | khí thải | phát thải
rơi | rớt
thập niên | thập kỷ
kể từ | tính từ
kể từ khi | từ khi
giờ đồng hồ | tiếng đồng hồ | giờ
nhiều giờ | nhiều giờ đồng hồ | nhiều tiếng | nhiều tiếng đồng hồ | hàng giờ
cho rằng | nhận định | nhận định rằng
buộc | bắt buộc | ép | ép buộc
bác sĩ | bác sỹ
ảnh | hình ảnh | bức ảnh
clip | video | đoạn video | đoạn clip
mạng xã hội | mxh
ủy ban nhân dân | ubnd
hội đồng nhân dân | hđnd
bệnh viện | bv
thành phố | tp
quốc lộ | ql
ngân hàng nhà nước | nhnn
heo | lợn
trái cây | hoa quả
ngô | bắp
mưa lớn | mưa to
bố mẹ | cha mẹ
bố | cha
giết | sát hại
trộm | ăn trộm | đánh cắp | lấy cắp | lấy trộm
hé lộ | tiết lộ
trao | trao tặng | tặng
hoàn thành | hoàn tất
nhận được | nhận
có mặt | hiện diện
hướng tới | hướng đến
dẫn đến | dẫn tới
gồm | bao gồm | gồm có
bảo đảm | đảm bảo
trái phép | bất hợp pháp | phi pháp
từ chức | từ nhiệm
bầu | bầu chọn
ca mắc | ca nhiễm | ca bệnh
vắc xin | vắcxin | vaccine | vacxin
tiêm | chích | tiêm chủng
du khách | khách du lịch
hạ cánh | đáp
lực lượng chức năng | cơ quan chức năng
tông | húc | đâm vào | tông vào | húc vào
đám cháy | vụ cháy
bỏ trốn | trốn | chạy trốn | tẩu thoát
khai | khai nhận
thú nhận | thừa nhận
cáo buộc | tố cáo | tố
hy vọng | mong | mong muốn | mong đợi
usd | đô la | đôla | đô la mỹ | đô | dollar | dollars
euro | euros | eur
rúp | đồng rúp
mang tính | có tính
bất chấp | mặc cho | mặc kệ
dựa trên | căn cứ vào | dựa vào
mâu thuẫn | xích mích
khắp | trên khắp
vì sao | tại sao
như thế nào | ra sao
bất ngờ | đột ngột
thường xuyên | liên tục
chiến sĩ | chiến sỹ
lao động | người lao động
cứu hộ | cứu nạn | cứu hộ cứu nạn
ngập | ngập lụt
cùng nhau | với nhau
do đó | vì vậy | vì thế | bởi vậy | do vậy
chủ yếu | phần lớn
đa số | phần đông
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


def _by_first_word() -> dict[str, tuple[tuple[Phrase, str], ...]]:
    """File each phrase with its group's name under its first word, the longest first."""
    filed: dict[str, list[tuple[Phrase, str]]] = {}
    for line in _TABLE.splitlines():
        members = [tuple(member.split()) for member in line.split("|")]
        for member in members:
            filed.setdefault(member[0], []).append((member, "=" + " ".join(members[0])))
    return {
        first: tuple(sorted(phrases, key=lambda phrase: -len(phrase[0])))
        for first, phrases in filed.items()
    }


# by the first word of a phrase: the phrase, and the name of its group
SYNONYMS = _by_first_word()
