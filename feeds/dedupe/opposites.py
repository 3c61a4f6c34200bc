"""Pure: words of which one for another changes the news, in Vietnamese, English and Russian.

A line holds groups, parted by `|`: a word of one group for a word of another says something else.
Terms are written as in feeds.dedupe.contrasts.
"""

Groups = tuple[frozenset[str], ...]


def _groups(line: str) -> Groups:
    return tuple(frozenset(group.split()) for group in line.split("|"))


# One of these for another of its line turns a headline into its opposite, or into another part of
# a series: the two chambers, the two sides of a border, morning and evening figures.
HEADLINE_OPPOSITES: tuple[Groups, ...] = tuple(
    _groups(line)
    for line in (
        "tăng | giảm",
        "đông | tây | nam | bắc",
        "thắng | thua",
        "thượng | hạ",
        "sáng | trưa | chiều | tối",
        "mở | đóng",
        "có | không | chưa",
        "senate | house",
        "up | down",
        "wins | loses",
        "north | south | east | west",
        "госдума госдуме госдумы | совфед совфеде совфеда",
    )
)

# The same within a sentence that is otherwise equal, where a false alarm is rare.
OPPOSITES: tuple[Groups, ...] = HEADLINE_OPPOSITES + tuple(
    _groups(line)
    for line in (
        # when: figures of one day against those of another; over, going on, to come
        "sáng | trưa | chiều | tối | đêm",
        "hôm_qua | hôm_nay | ngày_mai | hôm_kia",
        "trước | sau | tới",
        "này nay | tới sau | trước qua ngoái",
        "đã vừa mới từng | đang | sẽ sắp chuẩn_bị",
        "đầu | giữa | cuối",
        "monday | tuesday | wednesday | thursday | friday | saturday | sunday",
        "january | february | march | april | may | june | july | august | september | october"
        " | november | december",
        "morning | afternoon | evening | night",
        "yesterday | today | tomorrow",
        "before | after",
        "понедельник | вторник | среду среда | четверг | пятницу пятница | субботу суббота"
        " | воскресенье",
        "января январе | февраля феврале | марта марте | апреля апреле | мая мае | июня июне"
        " | июля июле | августа августе | сентября сентябре | октября октябре | ноября ноябре"
        " | декабря декабре",
        "вчера | сегодня | завтра",
        "утром | днем | вечером | ночью",
        "до | после",
        # where to
        "trong | ngoài",
        "trên | dưới",
        "lên | xuống",
        "ra | vào",
        "từ | đến tới sang",
        "nội | ngoại",
        "nhập | xuất",
        "trái | phải",
        "from | to",
        "in into | out",
        "northern | southern | eastern | western",
        "север- | юг юге южн- | восто- | запад-",
        "import- | export-",
        "импорт- | экспорт-",
        # who
        "thượng_viện | hạ_viện",
        "trai | gái",
        "nam | nữ",
        "chồng | vợ",
        "cha bố | mẹ",
        "anh | chị | em",
        "ông | bà | cô",
        "he his him | she her",
        "man men | woman women",
        "son | daughter",
        "husband | wife",
        "father | mother",
        "он его ему | она ее ей",
        "мужчин- | женщин-",
        "сын- | дочь доч-",
        "tổng_thống | thủ_tướng | ngoại_trưởng | bộ_trưởng",
        "president | premier | minister | ambassador",
        "президент- | премьер- | министр- | посол посла послу",
        # how much
        "hơn | gần dưới | khoảng",
        "tối_đa | tối_thiểu",
        "ít | nhiều",
        "cao | thấp",
        "lớn | nhỏ bé",
        "nhanh | chậm",
        "dài | ngắn",
        "more over | less under fewer | about nearly almost",
        "more most | less least fewer",
        "high higher highest | low lower lowest",
        "более больше | менее меньше",
        "выше | ниже",
        # what became of it
        "mua | bán",
        "cho | nhận",
        "vay | trả",
        "sống | chết | thương",
        "bắt | thả tha",
        "khởi_tố | truy_tố | xét_xử | tuyên_án",
        "đề_nghị | tuyên_phạt tuyên_án",
        "khai_mạc | bế_mạc",
        "bắt_đầu | kết_thúc",
        "đạt | gặp",
        "bế_tắc | đột_phá",
        "thành_công | thất_bại",
        "đồng_ý chấp_nhận chấp_thuận nhất_trí | từ_chối bác bác_bỏ phản_đối",
        "ủng_hộ | phản_đối",
        "thông_qua | bác bác_bỏ",
        "ký | hủy",
        "mạnh | yếu",
        "nóng | lạnh",
        "dương_tính | âm_tính",
        "bị | được",
        # of what: a number is nothing without its unit
        "giây | phút | giờ | ngày | tuần | tháng | quý | năm | thập_kỷ | thế_kỷ",
        "usd | euro eur | đồng vnd | rúp | nhân_dân_tệ | yên yen | won | baht | bảng",
        "km | m mét | cm | mm | hải_lý | dặm",
        "kg | g gam | tấn | tạ",
        "second- | minute- | hour- | day days | week- | month- | year- | decade-",
        "dollar- usd | euro euros | rouble- ruble- | yuan | yen",
        "минут- | час часа часов | день дней дня | недел- | месяц- | год года лет",
        "доллар- | рубл- | евро | юан-",
        "триллион- | миллиард- млрд | миллион- млн | тысяч- тыс",
        "buy- bought | sell- sold",
        "killed dead died | injured wounded hurt",
        "arrest- detain- | releas- freed",
        "charg- indict- | sentenc- convict- | acquit-",
        "extend- | lift- end- ended",
        "begin- start- open- launch- | end- ended finish- complet- clos-",
        "accept- approv- pass- adopt- back- support- | reject- refus- oppos- veto- block-",
        "win wins winning won victor- | lose loses losing lost defeat-",
        "gains gained | loses lost losses",
        "strong- | weak-",
        "купи- покуп- | прода-",
        "погиб- | ранен- пострада-",
        "задерж- арест- | освобо- отпу-",
        "начал- начн- открыл- старт- | заверш- законч- закрыл- прекра-",
        "принял- одобр- поддерж- согласи- | отклон- отверг- отказ-",
        "победи- выигр- | проигр- уступи-",
    )
)
