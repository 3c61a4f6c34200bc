"""Pure: the Vietnamese groups of feeds.dedupe.synonyms, a group a line."""

VIETNAMESE = """
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
giành chiến thắng | thắng | giành thắng lợi | đánh bại | hạ gục
cuộc họp | phiên họp
đàm phán | thương lượng | thương thảo
thảo luận | bàn | bàn bạc | bàn thảo | thảo luận về | bàn về
tấn công | tiến công
phạt | xử phạt
lượng phát thải | lượng khí thải | khí thải | phát thải
rơi | rớt
thập niên | thập kỷ
kể từ | tính từ
tài xế | lái xe | bác tài
giấy phép lái xe | bằng lái xe | bằng lái | gplx
nạn nhân | người bị nạn
học sinh | học trò
giáo viên | thầy cô giáo
vụ việc | sự việc
ngày càng | càng ngày càng
cuối cùng | sau cùng
hàng năm | hằng năm
hàng tháng | hằng tháng
hàng tuần | hằng tuần
hàng ngày | hằng ngày
nhờ | nhờ vào
đưa ra | nêu ra | nêu
đánh giá | nhận xét
cảnh báo | đưa ra cảnh báo | lên tiếng cảnh báo
kêu gọi | lên tiếng kêu gọi
dự | tham dự | tới dự | đến dự
tham gia | tham gia vào
đến nay | tới nay | cho đến nay | cho tới nay | tính đến nay
gần đây | mới đây | vừa qua | thời gian gần đây | thời gian qua
sắp tới | thời gian tới | trong thời gian tới
sửa | sửa chữa
lưu thông | di chuyển
bốc cháy | bùng cháy
sơ tán | di tản | di dời
mắc kẹt | bị kẹt | kẹt
điều trị | chữa trị
bệnh nhân | người bệnh
virus | vi rút
dịch | dịch bệnh
làm rõ | làm sáng tỏ
chở | chuyên chở | vận chuyển
buôn bán | mua bán
lừa | lừa đảo
đánh bạc | cờ bạc
nghi phạm | nghi can
thi thể | tử thi | xác
xô xát | ẩu đả | đánh nhau
doanh nghiệp | công ty
giá | giá cả | mức giá
lương | tiền lương | mức lương
thuê | mướn
trường | nhà trường | trường học
ghi bàn | lập công
để thua | thua
vé | tấm vé
khán giả | người xem
kết hôn | thành hôn
đám cưới | hôn lễ | lễ cưới
lễ tang | tang lễ | đám tang
bão | cơn bão
lũ | nước lũ
sạt lở | lở đất | sạt lở đất
động đất | trận động đất
tai nạn | vụ tai nạn
ngoại trưởng | bộ trưởng ngoại giao
thủ tướng | thủ tướng chính phủ
binh sĩ | binh sỹ | binh lính | lính
giao tranh | chiến sự | giao chiến
quan hệ | mối quan hệ
lệnh trừng phạt | biện pháp trừng phạt | đòn trừng phạt
chỉ trích | phê phán
ca ngợi | khen ngợi | khen
cảm ơn | cám ơn
phát trực tiếp | livestream
ứng dụng | app
website | trang web | trang mạng
máy tính | máy vi tính
tiền số | tiền ảo | tiền điện tử | tiền mã hóa
xe máy | xe gắn máy
xe khách | xe đò
xe buýt | xe bus
cao tốc | đường cao tốc
sân bay | phi trường | cảng hàng không
tầng | lầu
rạng sáng | sáng sớm
sáng | buổi sáng
chiều | buổi chiều
tối | buổi tối
trong bối cảnh | giữa lúc | giữa bối cảnh
dù | mặc dù | tuy | dẫu | cho dù
nếu | nếu như
vẫn | vẫn còn
chưa từng | chưa bao giờ
không thể | chẳng thể
gần như | hầu như
có thể | có khả năng
dự kiến | dự tính | theo kế hoạch
quyết định | ra quyết định
khởi công | động thổ
cung cấp | cung ứng
cần | cần phải
nước ngoài | ngoại quốc
cả nước | toàn quốc | trên cả nước | trên toàn quốc
thiệt hại | tổn thất
bồi thường | đền bù
hư hỏng | hư hại
sập | đổ sập
đặc biệt | nhất là
thậm chí | ngay cả
ngoài ra | bên cạnh đó | cùng với đó
thay vì | thay cho
siết chặt | thắt chặt | siết
tăng cường | đẩy mạnh
nâng cao | nâng
phòng chống | phòng ngừa | phòng
thách thức | thử thách
nhân dịp | nhân | dịp
chống | chống lại
đe dọa | dọa
pháo kích | nã pháo
tù nhân | phạm nhân
cuộc biểu tình | biểu tình
cuộc bầu cử | bầu cử
ứng viên | ứng cử viên
phiếu | lá phiếu | phiếu bầu
đạt mốc | chạm mốc
đoàn tụ | sum họp
khu vực lân cận | vùng lân cận
lần đầu tiên | lần đầu
bất thành | không thành | không thành công | thất bại
mét vuông | m 2
mét khối | m 3
km h | km mỗi giờ | cây số mỗi giờ
kg | ki lô gam | kilogam | kilôgam
km | ki lô mét | cây số | kilomet
ha | héc ta | hecta | hécta
kể từ khi | từ khi
giờ đồng hồ | tiếng đồng hồ | giờ
nhiều giờ | nhiều giờ đồng hồ | nhiều tiếng | nhiều tiếng đồng hồ | hàng giờ
cho rằng | nhận định | nhận định rằng
buộc | bắt buộc | ép | ép buộc
bác sĩ | bác sỹ
ảnh | hình ảnh | bức ảnh
clip | video | đoạn video | đoạn clip
mạng xã hội | mxh
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
""".strip()
