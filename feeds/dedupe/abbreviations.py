"""Pure: what news writes short, and the names that have a short form: TAND, TP.HCM, Nhật.

Unlike synonyms they are read with a capital too. A line is a group, as in feeds.dedupe.synonyms.
"""

from feeds.dedupe.synonyms import file_groups

_TABLE = """
thành phố hồ chí minh | tp hồ chí minh | tp hcm | tphcm | hồ chí minh city
thành phố | tp
hà nội | hn
việt nam | vn
nhật bản | nhật
hàn quốc | hàn
mỹ | hoa kỳ
liên hợp quốc | liên hiệp quốc | lhq
liên minh châu âu | eu
trung ương | tư | t ư | tw
tòa án nhân dân tối cao | tandtc
tòa án nhân dân | tand
viện kiểm sát nhân dân tối cao | vksndtc
viện kiểm sát nhân dân | vksnd
viện kiểm sát | vks
ủy ban nhân dân | ubnd
hội đồng nhân dân | hđnd
mặt trận tổ quốc | mttq
hội đồng xét xử | hđxx
hội đồng quản trị | hđqt
cảnh sát giao thông | csgt
cảnh sát điều tra | csđt
cảnh sát hình sự | cshs
phòng cháy chữa cháy | pccc
quân đội nhân dân | qđnd
đại biểu quốc hội | đbqh
ngân hàng nhà nước | nhnn
đại học quốc gia | đhqg
đại học | đh
cao đẳng | cđ
trung học phổ thông | thpt
trung học cơ sở | thcs
giáo dục và đào tạo | giáo dục đào tạo | gd đt | gdđt
giao thông vận tải | gtvt
khoa học và công nghệ | kh cn | khcn
tài nguyên và môi trường | tn mt | tnmt
nông nghiệp và phát triển nông thôn | nn ptnt
văn hóa thể thao và du lịch | vh tt dl | vhttdl
thông tin và truyền thông | tt tt | tttt
kế hoạch và đầu tư | kh đt | khđt
bất động sản | bđs
bảo hiểm xã hội | bhxh
bảo hiểm y tế | bhyt
an toàn thực phẩm | attp
an toàn giao thông | atgt
bệnh viện | bv
quốc lộ | ql
câu lạc bộ | clb
công nghệ thông tin | cntt
doanh nghiệp | dn
nhà xuất bản | nxb
""".strip()

# by the first word of a phrase: the phrase, and the name of its group
ABBREVIATIONS = file_groups(_TABLE)
