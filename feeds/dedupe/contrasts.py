"""Pure: words whose change changes the news, in Vietnamese, English and Russian.

A term is a word in comparable form, or a phrase of two with `_` between them; one that ends in `-`
is a stem (Russian and English bend their words, Vietnamese does not). `=` joins terms that say the
same. Every list errs towards keeping news apart: a wrong term costs a duplicate that is shown
twice, a missing one costs news.
"""

from collections.abc import Iterable, Mapping


def _listed(terms: str) -> frozenset[str]:
    return frozenset(terms.split())


# On one side only, these turn a sentence round: no, not yet, denied, called off, up, down; or put
# one person in the place of another: former, deputy.
POLARITY = _listed(
    "không=chẳng=chả chưa đừng=chớ cấm bác=bác_bỏ phủ_nhận từ_chối phản_đối phản_bác hoãn=tạm_hoãn "
    "hủy đình_chỉ dừng=ngừng=ngưng=tạm_dừng=tạm_ngừng=tạm_ngưng chấm_dứt kết_thúc thất_bại "
    "thất_thủ hết mất thiếu giả nhầm sai oan hụt suýt thoát trượt tăng giảm=sụt mở đóng thắng thua "
    "thu_hồi gỡ_bỏ=dỡ_bỏ bãi_bỏ rút_khỏi vô_tội trắng_án bất_thành lùi trừ ngoại_trừ phó "
    "cựu=nguyên quyền tân treo hụt thử tái một_phần tự_xưng lâm_thời danh_dự dự_bị "
    "mỗi_năm mỗi_tháng mỗi_tuần mỗi_ngày mỗi_giờ mỗi_người "
    "not no never none neither nor without cannot except deny=denies=denied=denying=denial reject- "
    "refus- cancel- postpon- delay- suspend- halt- stop=stops=stopped fail- ban=bans=banned block- "
    "veto- withdraw-=withdrew fake false wrong rise=rises=rising=rose fall=falls=falling=fell "
    "drop- declin- increas- decreas- raise=raises=raised cut=cuts=cutting grow=grows=grew "
    "former=ex deputy=vice acting attempted partial- mock interim honorary self-proclaimed retired "
    "didn't doesn't don't won't wasn't weren't isn't aren't hasn't haven't hadn't can't couldn't "
    "wouldn't shouldn't "
    "не ни нет без кроме никогда нельзя опровер- отказ- отверг-=отклон- отмен- отлож- приостан- "
    "прекра- запре- срыв-=сорва- сниз-=сниж- увелич- повы- вырос- упал-=упад- рост=роста=росту "
    "паден- подорож- подешев- экс=бывш- вице и_о заместител- условно частично "
    # how others say no: a quotation, or a text that was taken for another language
    "nicht kein- nie niemals ne pas jamais nunca non tidak tak bukan belum hindi walang emas yo'q "
    "емес жоқ эмес жок değil ні немає"
)

# What only may be, on one side.
POSSIBILITY = _listed(
    "có_thể khả_năng sắp nghi=nghi_ngờ tin_đồn cho_là đe_dọa=dọa cân_nhắc nếu có_lẽ=dường_như "
    "dự_kiến=dự_tính=dự_định chuẩn_bị lên_kế_hoạch muốn toan định "
    "lẽ_ra đề_nghị=đề_xuất=kiến_nghị=yêu_cầu=kêu_gọi "
    "may=might=could would will shall should if likely unlikely possibl-=probabl- "
    "alleged-=allegat- suspect- reportedly expect- plan=plans=planned=planning propos- consider- "
    "threat- "
    "может=могут=мог=могли возможн-=вероятн- будет=будут якобы планиру- предлож-=предлага- если "
    "намерен- собира- угрожа-"
)

# What became of somebody or something: told by one text only, it is a later stage of the news.
EVENTS = _listed(
    "chết=tử_vong=thiệt_mạng=qua_đời=mất_mạng=tử_nạn bị_thương=thương_tích mất_tích khởi_tố "
    "truy_tố xét_xử kết_án tuyên_án tử_hình chung_thân tại_ngoại ân_xá đặc_xá khai_trừ cách_chức "
    "kỷ_luật cảnh_cáo khiển_trách bãi_nhiệm miễn_nhiệm bổ_nhiệm từ_chức=từ_nhiệm nghỉ_hưu "
    "phúc_thẩm sơ_thẩm giám_đốc_thẩm vô_địch bán_kết chung_kết tứ_kết á_quân huy_chương_vàng "
    "thông_qua phê_duyệt=phê_chuẩn ký_kết=ký khởi_công khánh_thành khai_mạc bế_mạc phá_sản "
    "đầu_thú tự_thú tự_sát=tự_tử nguy_kịch hồi_phục xuất_viện nhập_viện cách_ly dương_tính âm_tính "
    "thử_nghiệm tạm gần_như=hầu_như tạm_thời vĩnh_viễn vô_thời_hạn "
    "died=dies=dead=death killed=kills injured=wounded=hurt missing arrested=detained charged "
    "convicted sentenced acquitted resigned=resigns=quit sacked=fired elected appointed "
    "approved signed bankrupt semi-final quarter-final final temporarily permanently almost nearly "
    "погиб- умер- ранен- пропал- арестова- задержа- осужд- осуд- оправда- уволен- назначен- "
    "подписа- одобр- временно почти "
)

# Right before a sentence, these make of what it says the time or the reason of something else.
SUBORDINATORS = _listed(
    "sau trước khi nếu dù tuy vì nhờ after before when if although despite unless until "
    "после до если хотя когда"
)

# One of these before a person makes another person of it.
RELATIVES = _listed(
    "con_trai con_gái phu_nhân phu_quân thân_nhân vợ chồng cha mẹ bố anh_trai em_trai chị_gái "
    "em_gái cháu bạn_gái bạn_trai luật_sư cố_vấn trợ_lý thư_ký đặc_phái_viên tùy_viên "
    "trưởng_đoàn người_nhà gia_đình thứ_trưởng "
    "son daughter wife husband father mother brother sister aide adviser advisor lawyer widow "
    "envoy сын- дочь дочер- жена жены муж отец отца мать брат- сестр- советник- помощник- адвокат- "
    "вдова"
)

# Money, on one side only: of what a sum is.
CURRENCIES = _listed(
    "usd=đô_la=đôla=đô=dollar- euro-=eur rúp yên=yen nhân_dân_tệ=yuan won baht bảng=pound-=gbp "
    "rouble-=ruble- рубл- доллар- евро юан-"
)

# Numbers in words, on one side only: thousands are no millions, a half is no whole.
QUANTITIES = _listed(
    "chục tá trăm nghìn=ngàn vạn triệu tỷ=tỉ nửa rưỡi mươi mốt lăm "
    "dozen- hundred- thousand- million- billion- trillion- half double triple twice "
    "десятк- сотн-=сотен тысяч-=тыс миллион-=млн миллиард-=млрд трлн полтор- половин- вдвое втрое"
)

# Numbers that are spelled out, as digits. Vietnamese một (a) and năm (year) mean so many other
# things that only an aligned digit tells what they are.
SPELLED_NUMBERS: Mapping[str, str] = {
    word: str(number)
    for line in (
        "zero một hai ba bốn năm sáu bảy tám chín mười",
        "zero one two three four five six seven eight nine ten eleven twelve",
        "ноль один два три четыре пять шесть семь восемь девять десять",
        "ноль одна две трех четырех пяти шести семи восьми девяти десяти",
        "zeroth first second third fourth fifth sixth seventh eighth ninth tenth",
    )
    for number, word in enumerate(line.split())
}

# Compounds in which a listed word means something else: air force, doctor, authorities, fighters.
HARMLESS = _listed(
    "không_quân không_gian không_khí không_kích không_vận không_tặc không_trung không_lực "
    "không_chỉ không_những hàng_không trên_không phòng_không bác_sĩ bác_sỹ bác_ái xe_tăng "
    "tăng_thiết quyền_lực chính_quyền thẩm_quyền quyền_lợi nhân_quyền chủ_quyền quyền_hạn "
    "nguyên_nhân nguyên_thủ tài_nguyên nguyên_tắc nguyên_liệu nguyên_tử tân_binh giả_định mở_rộng "
    "nghi_phạm nghi_can nghi_lễ nghi_thức sắp_xếp thủ_đô đô_thị cố_đô đế_đô "
    "ban_nha ban_hành ban_đầu ban_ngành ban_công ban_đêm ban_ngày ban_quản ban_tổ ban_giám ban_chỉ "
    "ban_chấp ban_bí ban_nhạc ban_bố ban_lãnh ban_thường ban_tuyên ủy_ban phòng_ban dệt_may "
    "may_mắn may_mặc may_rủi"
)

# Words that carry no fact: a text says the same with and without them.
FILLERS = _listed(
    "đã vừa mới rằng là thì mà các những của cũng việc này đó ấy ông bà hôm ngày vào ở tại "
    "the a an that has have had also just its "
    "уже также что это"
)

# Small words that bind others: one for another says nothing new where no list speaks.
LIGHT = FILLERS | _listed(
    "trong vòng trên về ra lại một chiếc cái con và cùng với cho bởi do vì nên để nhằm khi lúc sau "
    "trước đó từng còn vẫn đều bị được phải như có đến tới theo cả số rất hiện nay nhau vụ cuộc sự "
    "tại từ đang sẽ mình lên xuống vào đi qua bằng thêm nữa thì luôn ngay mỗi mọi nhiều "
    "of in on at to for by from with and or as is are was were be been being it its their his her "
    "he she they this that these those which who when while into over some any "
    "в на с со по о об из за к ко для от до у и а но же ли бы как при этом его ее их он она они "
    "быть был была было были который которая которое которые"
)

# What a person is, which many write with a capital: no name of its own.
ROLES = _listed(
    "tổng_thống thủ_tướng chủ_tịch bộ_trưởng ngoại_trưởng thứ_trưởng giám_đốc đại_tướng nghị_sĩ "
    "ông bà president prime minister prime_minister chancellor secretary mr mrs ms dr "
    "президент премьер министр глава"
)

# What stands for a name that was said before: `Bắc Kinh` and `nước này`.
_POINTERS = _listed(
    "này đó ấy trên ông bà họ nó he she it they his her their its this that "
    "он она они его ее их этот эта это эти"
)
_POINTED_AT = _listed(
    "nước quốc gia thành phố tỉnh huyện xã địa phương hãng công ty tập đoàn đảng tổ chức khối cơ "
    "quan trường bệnh viện người nhà lãnh đạo nhóm đội con các những bị cáo can khu vực "
    "the country city company party group bloc leader страна страны город компания"
)

# Countries of one Vietnamese syllable: at the start of a sentence nothing else shows the name.
ONE_SYLLABLE_PLACES = _listed(
    "nga mỹ anh pháp đức ý úc lào nhật hàn trung triều thái bỉ áo ấn đài bắc nam đông tây việt"
)

# Before or after a name they make another name of it: Bắc Triều Tiên, South Sudan.
DIRECTIONS = _listed(
    "nam bắc đông tây trung thượng hạ tân new north south east west northern southern eastern "
    "western северный северная южный южная восточный восточная западный западная"
)

# Two names of one place: official and short, spelled and transliterated, and the capital for the
# government that sits there.
ALIASES: Mapping[str, str] = {
    "hoa kỳ": "mỹ", "washington": "mỹ", "nhà trắng": "mỹ",
    "liên bang nga": "nga", "lb nga": "nga", "điện kremlin": "nga", "moscow": "nga",
    "moskva": "nga", "mát xcơ va": "nga", "mátxcơva": "nga",
    "bắc kinh": "trung quốc", "bình nhưỡng": "triều tiên", "seoul": "hàn quốc",
    "tokyo": "nhật bản", "tokyô": "nhật bản",
    "ukraina": "ukraine", "u crai na": "ukraine", "kyiv": "kiev", "ki ép": "kiev",
    "australia": "úc", "ô xtrây li a": "úc", "italia": "ý", "italy": "ý", "đài bắc": "đài loan",
    "ca dắc xtan": "kazakhstan", "u dơ bê ki xtan": "uzbekistan", "cư rơ gư xtan": "kyrgyzstan",
    "tát gi ki xtan": "tajikistan", "tuốc mê ni xtan": "turkmenistan",
    "in đô nê xi a": "indonesia", "xin ga po": "singapore", "phi líp pin": "philippines",
    "ma lai xi a": "malaysia", "miến điện": "myanmar", "đông timor": "timor leste",
    "hồng kông": "hong kong", "hồng công": "hong kong",
    "united states": "us", "u s": "us", "united kingdom": "uk", "u k": "uk",
}  # fmt: skip

# Titles of entries that tell many news: what stands in one of them is told elsewhere for itself.
ROUND_UPS = (
    "điểm tin", "quét tin", "bản tin", "tin vắn", "tin tức 24", "tin sáng", "tin tối",
    "news in brief", "briefing", "roundup", "round up", "digest", "what to know",
    "дайджест", "главное за", "итоги дня",
)  # fmt: skip


def points_back(forms: Iterable[str]) -> bool:
    """Tell whether words only stand for a name that was said before."""
    words = list(forms)
    return any(word in _POINTERS for word in words) and all(
        word in _POINTERS or word in _POINTED_AT for word in words
    )
