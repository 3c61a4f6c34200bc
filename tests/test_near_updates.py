"""News that differs from other news in a word or two: none of it is a duplicate."""

import pytest

from feeds.dedupe.near import verify
from feeds.dedupe.texts import read_text

# a text, and what another day or another desk would change in it: `was > is`
CHANGED = (
    (
        "Cơ quan điều tra Công an tỉnh Quảng Trị đã khởi tố giám đốc một công ty xây dựng để "
        "làm rõ hành vi đưa hối lộ trong ba dự án đường liên xã trên địa bàn huyện Gio Linh "
        "hồi năm ngoái",
        "đã khởi tố > đã bắt giam; giám đốc > phó giám đốc; giám đốc > cựu giám đốc; đưa hối "
        "lộ > nhận hối lộ; ba dự án > bốn dự án; Gio Linh > Vĩnh Linh; khởi tố giám đốc > "
        "khởi tố vợ giám đốc; công ty xây dựng > công ty dược phẩm; hồi năm ngoái > hồi tháng "
        "trước; liên xã > liên tỉnh; đã khởi tố > đình chỉ khởi tố; Cơ quan điều tra > Viện "
        "kiểm sát",
    ),
    (
        "Bộ Tài chính đề xuất giảm thuế trước bạ cho xe điện sản xuất trong nước từ quý sau, "
        "trong khi mức thu với xe nhập khẩu được giữ nguyên như hiện hành cho đến hết năm "
        "2027",
        "đề xuất > thông qua; giảm thuế > tăng thuế; xe điện > xe tải; trong nước > tại Thái "
        "Lan; quý sau > tháng sau; Bộ Tài chính > Bộ Công Thương; 2027 > 2028; đề xuất giảm > "
        "quyết định giảm; được giữ nguyên > bị bãi bỏ; trước bạ > giá trị gia tăng; đề xuất "
        "giảm > giảm; giảm thuế > miễn thuế",
    ),
    (
        "Cơn bão số 9 với sức gió cấp 12 sắp đổ bộ vào vùng biển các tỉnh phía nam, nhà chức "
        "trách đã cho hơn 4.000 hộ dân ven sông tạm dừng về nhà cho đến khi nước rút",
        "sắp đổ bộ > đã đổ bộ; phía nam > phía bắc; tạm dừng về nhà > được về nhà; hơn 4.000 "
        "> gần 4.000; 4.000 > 4.500; số 9 > số 10; hộ dân > học sinh; cấp 12 > cấp 13; ven "
        "sông > ven biển; sắp đổ bộ > suy yếu trước khi đổ bộ; Cơn bão số 9 > Sau cơn bão số "
        "9",
    ),
    (
        "Đội tuyển nữ Việt Nam thắng Philippines 2-1 ở lượt trận đầu của vòng bảng và gần như "
        "chắc chắn có vé vào bán kết, huấn luyện viên Mai Đức Chung nói trong buổi họp báo ở "
        "Phú Thọ",
        "nữ > nam; 2-1 > 3-1; thắng > thua; lượt trận đầu > lượt trận cuối; bán kết > chung "
        "kết; Philippines > Malaysia; gần như chắc chắn > chắc chắn; vòng bảng > vòng loại; "
        "Đội tuyển nữ > Đội tuyển U20 nữ; huấn luyện viên > trợ lý huấn luyện viên; thắng > "
        "hòa; Phú Thọ > Hải Phòng",
    ),
    (
        "Hai công nhân bị thương trong vụ sập giàn giáo tại công trường tòa nhà văn phòng ở "
        "quận Hải Châu sáng thứ hai, lực lượng cứu hộ vẫn đang tìm kiếm một người khác dưới "
        "đống đổ nát",
        "bị thương > thiệt mạng; Hai công nhân > Ba công nhân; sáng thứ hai > sáng thứ ba; "
        "đang tìm kiếm > đã tìm thấy; công nhân > kỹ sư; sáng thứ hai > tối thứ hai; quận Hải "
        "Châu > quận Sơn Trà; văn phòng > chung cư; sập giàn giáo > cháy giàn giáo; bị thương "
        "> bị thương nặng, một người nguy kịch",
    ),
    (
        "Tòa phúc thẩm tuyên phạt cựu chủ tịch tỉnh 7 năm tù về tội nhận hối lộ, giảm hai năm "
        "so với bản án sơ thẩm, và buộc bị cáo nộp lại toàn bộ số tiền đã hưởng lợi",
        "phúc thẩm tuyên > sơ thẩm tuyên; 7 năm > 8 năm; năm tù > tháng tù; nhận hối lộ > đưa "
        "hối lộ; tuyên phạt > đề nghị phạt; cựu chủ tịch > cựu phó chủ tịch; cựu chủ tịch > "
        "chủ tịch; tỉnh > huyện; 7 năm tù > 7 năm tù treo; toàn bộ > một nửa; giảm hai năm > "
        "tăng hai năm",
    ),
    (
        "The European Central Bank kept its key interest rate unchanged on Thursday and said "
        "inflation in the euro area was likely to stay close to its target of 2% for the rest "
        "of the year",
        "kept > cut; unchanged > at a record; Thursday > Wednesday; 2% > 3%; likely > "
        "unlikely; European Central Bank > Bank of England; inflation > unemployment; euro "
        "area > United States; kept its key interest rate unchanged > raised its key interest "
        "rate sharply; rest of the year > rest of the decade; close to > well above; key "
        "interest > deposit",
    ),
    (
        "Police in Manila arrested six suspects over the theft of museum paintings worth $5 "
        "million, officers said on Monday, while the main organiser of the raid remains at "
        "large",
        "arrested > released; six > seven; $5 million > €5 million; Monday > Tuesday; "
        "suspects > guards; paintings > coins; remains at large > was caught; Manila > Cebu; "
        "arrested > killed; theft > sale; museum > church; $5 million > $5 billion",
    ),
    (
        "Правительство Казахстана одобрило строительство первой атомной станции на берегу "
        "Балхаша, запуск намечен на 2035 год, сообщил министр энергетики на заседании "
        "кабинета во вторник",
        "одобрило > отклонило; первой > второй; 2035 > 2036; вторник > среду; энергетики > "
        "экологии; атомной > тепловой; строительство > проект; намечен > перенесен; министр > "
        "вице-министр; Казахстана > Узбекистана; строительство > закрытие; одобрило > "
        "обсудило",
    ),
    (
        "Ông Trần Quang mua lại nhà máy giấy ở Việt Trì với giá 40 tỷ đồng sau nhiều vòng "
        "thương thảo",
        "mua lại > mua hụt; mua lại > mua lại một phần; nhà máy giấy > nửa nhà máy giấy; Ông "
        "Trần Quang > Con gái ông Trần Quang; Ông Trần Quang > Trợ lý của ông Trần Quang; 40 "
        "tỷ đồng > 40 tỷ đồng mỗi năm",
    ),
    (
        "Tổng thống Chile thăm Hà Nội trong tuần này và dự lễ ký thỏa thuận về nông nghiệp "
        "cùng nước chủ nhà",
        "Tổng thống Chile > Cựu Tổng thống Chile; Tổng thống Chile > Phu nhân Tổng thống "
        "Chile; thăm > hoãn thăm; thăm > sắp thăm; trong tuần này > trong tuần tới; dự lễ ký "
        "> chứng kiến hủy lễ ký",
    ),
    (
        "Công ty Sao Biển trúng thầu gói xây cảng cá trị giá 90 tỷ đồng tại cửa biển Nhật Lệ "
        "theo kết quả vừa đăng",
        "trúng thầu > trượt thầu; trúng thầu > trúng thầu lại sau khi bị hủy; 90 tỷ đồng > 90 "
        "triệu đồng; trúng thầu > chưa trúng thầu; cảng cá > cảng khách",
    ),
    (
        "The navy rescued all 14 sailors from a cargo ship that sank off the coast of Sabah "
        "early on Sunday, the ministry said",
        "rescued all > rescued nearly all; rescued > failed to rescue; cargo ship > fishing "
        "boat; sank > almost sank; 14 > 13; Sunday > Saturday; sailors > migrants; rescued "
        "all > found the bodies of all",
    ),
    (
        "Министр транспорта Латвии подал в отставку после критики из-за задержки поездов, "
        "сообщило правительство вечером",
        "Министр > Замминистра; подал > не подал; транспорта > финансов; Латвии > Литвы; "
        "подал в отставку > отказался от отставки; Министр > Жена министра; вечером > утром; "
        "подал > намерен подать",
    ),
)

# two texts of one mould
MOULDS = (
    (
        "Giá vàng miếng SJC sáng nay được niêm yết ở mức 148,2 triệu đồng mỗi lượng mua vào",
        "Giá vàng miếng SJC sáng nay được niêm yết ở mức 149,2 triệu đồng mỗi lượng mua vào",
    ),
    (
        "Tỷ giá trung tâm hôm nay được Ngân hàng Nhà nước công bố ở mức 25.100 đồng đổi một "
        "USD, tăng nhẹ so với hôm qua",
        "Tỷ giá trung tâm hôm nay được Ngân hàng Nhà nước công bố ở mức 25.120 đồng đổi một "
        "USD, tăng nhẹ so với hôm qua",
    ),
    (
        "Kết quả xổ số miền Nam hôm nay mở thưởng tại ba đài Bến Tre, Vũng Tàu và Bạc Liêu "
        "lúc 16h15",
        "Kết quả xổ số miền Nam hôm nay mở thưởng tại ba đài Đồng Nai, Cần Thơ và Sóc Trăng "
        "lúc 16h15",
    ),
    (
        "Thời tiết Hà Nội hôm nay nhiều mây, có mưa rào rải rác, nhiệt độ cao nhất 31 độ, gió nhẹ",
        "Thời tiết Hà Nội hôm nay ít mây, có nắng gián đoạn, nhiệt độ cao nhất 31 độ, gió nhẹ",
    ),
    (
        "Giá xăng RON 95 từ 15h chiều nay tăng 500 đồng, lên mức 20.300 đồng mỗi lít theo "
        "quyết định của liên bộ",
        "Giá dầu diesel từ 15h chiều nay tăng 500 đồng, lên mức 20.300 đồng mỗi lít theo "
        "quyết định của liên bộ",
    ),
    (
        "Tuyển Thái Lan thắng tuyển Lào trong trận chung kết ở Viêng Chăn tối qua, trước gần "
        "hai vạn khán giả",
        "Tuyển Lào thắng tuyển Thái Lan trong trận chung kết ở Viêng Chăn tối qua, trước gần "
        "hai vạn khán giả",
    ),
    (
        "Con trai ông Tập đoàn trưởng Lê Minh thăm trường nghề ở huyện Na Hang và trao 20 "
        "suất học bổng cho học trò nghèo",
        "Ông Tập đoàn trưởng Lê Minh thăm trường nghề ở huyện Na Hang và trao 20 suất học "
        "bổng cho học trò nghèo",
    ),
    (
        "Vụ cháy xưởng gỗ ở Dĩ An làm 2 người chết và 5 người bị thương, chủ xưởng đang có "
        "mặt tại cơ quan công an",
        "Vụ cháy xưởng gỗ ở Dĩ An làm 5 người chết và 2 người bị thương, chủ xưởng đang có "
        "mặt tại cơ quan công an",
    ),
    (
        "Chuyến bay từ Hà Nội đi Osaka hạ cánh khẩn cấp sau 5 giờ vì một hành khách lên cơn "
        "đau tim",
        "Chuyến bay từ Hà Nội đi Osaka hạ cánh khẩn cấp sau 5 phút vì một hành khách lên cơn "
        "đau tim",
    ),
    (
        "Trường làng trên núi có 5 lớp học mới do dân góp công dựng lên trong mùa hè vừa rồi",
        "Trường làng trên núi có 5 giờ học mới do dân góp công dựng lên trong mùa hè vừa rồi",
    ),
    (
        "Công ty nộp phạt 1,2 tỷ đồng vì xả thải chưa qua xử lý ra sông Cầu trong suốt mùa khô",
        "Công ty nộp phạt 1,2 triệu đồng vì xả thải chưa qua xử lý ra sông Cầu trong suốt mùa khô",
    ),
    (
        "Người cha giết con trai rồi ra đầu thú ở đồn công an thị trấn Mường Lát, hàng xóm kể lại",
        "Con trai giết người cha rồi ra đầu thú ở đồn công an thị trấn Mường Lát, hàng xóm kể lại",
    ),
    (
        "Ông Nam bị phạt 5 năm tù vì lừa bán đất dự án ở huyện Long Thành cho hàng chục người",
        "Ông Nam bị phạt 5 năm tù vì lừa bán đất dự án ở huyện Long Thành cho hàng trăm người",
    ),
    (
        "Chủ tịch huyện xác nhận cây cầu treo được sửa xong và mở lại cho xe máy từ tuần này",
        "Chủ tịch huyện xác nhận cây cầu treo được sửa xong và mở lại cho xe tải từ tuần này",
    ),
    (
        "Hãng hàng không mở đường bay thẳng tới Almaty, mỗi tuần ba chuyến, từ tháng Sáu",
        "Hãng hàng không mở đường bay thẳng tới Almaty, mỗi tuần ba chuyến, từ tháng Chín",
    ),
    (
        "Nga cáo buộc Ukraine phá đường ống dẫn khí đốt ở vùng biên giới trong đêm qua, gây "
        "mất điện diện rộng",
        "Ukraine cáo buộc Nga phá đường ống dẫn khí đốt ở vùng biên giới trong đêm qua, gây "
        "mất điện diện rộng",
    ),
    (
        "Ba ngư dân Bình Định mất tích khi tàu câu mực bị sóng đánh chìm gần đảo Sinh Tồn đêm "
        "thứ sáu",
        "Ba ngư dân Bình Định được cứu khi tàu câu mực bị sóng đánh chìm gần đảo Sinh Tồn đêm "
        "thứ sáu",
    ),
    (
        "Quốc hội thảo luận dự luật về dữ liệu cá nhân với nhiều ý kiến trái chiều của đại "
        "biểu các đoàn",
        "Quốc hội thông qua dự luật về dữ liệu cá nhân với nhiều ý kiến trái chiều của đại "
        "biểu các đoàn",
    ),
    (
        "Trung tâm dự báo khí tượng phát cảnh báo lũ quét cho sáu huyện vùng cao trong đêm "
        "nay và sáng mai",
        "Trung tâm dự báo khí tượng gỡ cảnh báo lũ quét cho sáu huyện vùng cao trong đêm nay "
        "và sáng mai",
    ),
    (
        "The trial of the former mayor of Riga opened on Tuesday, with prosecutors seeking a "
        "prison term of nine years",
        "The trial of the mayor of Riga opened on Tuesday, with prosecutors seeking a prison "
        "term of nine years",
    ),
    (
        "Heavy snow closed the main road between Osh and Bishkek for a second day, leaving "
        "dozens of lorries stuck",
        "Heavy snow closed the main road between Osh and Bishkek for a third day, leaving "
        "dozens of lorries stuck",
    ),
    (
        "Цены на пшеницу в порту Новороссийска за неделю снизились на 3 доллара, отмечают "
        "участники рынка",
        "Цены на ячмень в порту Новороссийска за неделю снизились на 3 доллара, отмечают "
        "участники рынка",
    ),
    (
        "Суд в Ташкенте приговорил бывшего хокима к 8 годам лишения свободы за хищение "
        "бюджетных средств",
        "Суд в Ташкенте приговорил бывшего хокима к 8 годам условно за хищение бюджетных средств",
    ),
    (
        "Đội cứu hộ đã tiếp cận được cửa hang và liên lạc với cả năm người kẹt bên trong từ "
        "hôm qua",
        "Đội cứu hộ chưa tiếp cận được cửa hang và liên lạc với cả năm người kẹt bên trong từ "
        "hôm qua",
    ),
    (
        "Bệnh nhân thứ 17 được xuất viện sau ba tuần điều trị, các bác sĩ vẫn theo dõi thêm "
        "tại nhà",
        "Bệnh nhân thứ 17 nhập viện sau ba tuần điều trị, các bác sĩ vẫn theo dõi thêm tại nhà",
    ),
    (
        "Công an triệu tập tài xế lái xe đầu kéo gây tai nạn trên đèo Bảo Lộc vào chiều tối "
        "hôm kia",
        "Công an tạm giữ hình sự tài xế lái xe đầu kéo gây tai nạn trên đèo Bảo Lộc vào chiều "
        "tối hôm kia",
    ),
    (
        "Hội đồng xét xử tuyên phạt bị cáo Lê Thị Hoa mức án 12 năm tù về tội lừa đảo chiếm "
        "đoạt tài sản",
        "Hội đồng xét xử tuyên phạt bị cáo Lê Thị Hoa mức án tử hình về tội lừa đảo chiếm "
        "đoạt tài sản",
    ),
    (
        "Lãnh đạo tỉnh Lào Cai đồng ý cho dân dựng lại chợ phiên cũ ở xã Bản Lầu trước Tết",
        "Lãnh đạo tỉnh Lào Cai muốn cho dân dựng lại chợ phiên cũ ở xã Bản Lầu trước Tết",
    ),
    (
        "Tàu cá của ngư dân Quảng Ngãi bị tàu lạ đâm chìm cách đảo Lý Sơn 40 hải lý về phía đông",
        "Tàu cá của ngư dân Quảng Ngãi bị tàu lạ đâm chìm cách đảo Lý Sơn 40 km về phía đông",
    ),
    (
        "Cục Quản lý dược thu hồi lô thuốc hạ sốt trẻ em do không đạt tiêu chuẩn chất lượng "
        "trên toàn quốc",
        "Cục Quản lý dược thu hồi lô thuốc ho trẻ em do không đạt tiêu chuẩn chất lượng trên "
        "toàn quốc",
    ),
    (
        "Giá cà phê nhân xô ở Tây Nguyên đi ngang trong phiên sáng, thương lái trả quanh "
        "118.000 đồng mỗi kg",
        "Giá hồ tiêu ở Tây Nguyên đi ngang trong phiên sáng, thương lái trả quanh 118.000 "
        "đồng mỗi kg",
    ),
    (
        "Chính quyền quận tạm dừng hoạt động chợ cóc trên phố Hàng Bè sau phản ánh của người "
        "dân khu phố",
        "Chính quyền quận dừng hẳn hoạt động chợ cóc trên phố Hàng Bè sau phản ánh của người "
        "dân khu phố",
    ),
    (
        "Lần thứ hai trong năm, núi lửa ở đảo Flores phun cột tro cao chín km khiến sân bay "
        "phải đóng cửa",
        "Lần thứ ba trong năm, núi lửa ở đảo Flores phun cột tro cao chín km khiến sân bay "
        "phải đóng cửa",
    ),
    (
        "Thí sinh cả nước hoàn thành vòng 1 kỳ thi đánh giá năng lực với đề thi được nhận xét "
        "là vừa sức",
        "Thí sinh cả nước hoàn thành vòng 2 kỳ thi đánh giá năng lực với đề thi được nhận xét "
        "là vừa sức",
    ),
    (
        "Mưa lớn gây ngập sâu tại nhiều huyện của Nghệ An, hàng nghìn hộ dân phải rời "
        "nhà trong đêm 3/10 và sáng nay",
        "Mưa lớn gây ngập sâu tại nhiều huyện của Nghệ An, Hà Tĩnh, hàng nghìn hộ dân "
        "phải rời nhà trong đêm 3/10 và sáng nay",
    ),
    (
        "Ngoại trưởng Nga dự cuộc họp về an ninh hàng hải ở Doha vào thứ năm cùng đại "
        "diện của Ai Cập và Jordan",
        "Ngoại trưởng Nga, Trung Quốc dự cuộc họp về an ninh hàng hải ở Doha vào thứ "
        "năm cùng đại diện của Ai Cập và Jordan",
    ),
    (
        "Ban tổ chức trao giải cho ông Lê Hà vì sáng kiến lọc nước giếng khoan ở vùng "
        "ven biển Bạc Liêu",
        "Ban tổ chức trao giải cho bà Lê Hà vì sáng kiến lọc nước giếng khoan ở vùng "
        "ven biển Bạc Liêu",
    ),
    (
        "Học phí năm học 2025-2026 của các trường công ở tỉnh Hưng Yên được giữ nguyên "
        "như năm học trước đó",
        "Học phí năm học 2025 - 2027 của các trường công ở tỉnh Hưng Yên được giữ "
        "nguyên như năm học trước đó",
    ),
    (
        "Tiền thuê mặt bằng ở trung tâm Đà Nẵng lên 15,8 USD/m2, mức cao nhất kể từ khi"
        " có thống kê",
        "Tiền thuê mặt bằng ở trung tâm Đà Nẵng lên 15,8 USD/tháng, mức cao nhất kể từ "
        "khi có thống kê",
    ),
    (
        "Trường ĐH Ngoại thương công bố điểm chuẩn năm 2025 vào chiều 22/8 theo bốn "
        "phương thức xét tuyển",
        "Trường ĐH Thương mại công bố điểm chuẩn năm 2025 vào chiều 22/8 theo bốn "
        "phương thức xét tuyển",
    ),
    (
        "Phiên sơ thẩm xét xử nhóm cựu cán bộ thuế mở tại tòa án Bình Dương sáng thứ "
        "hai, dự kiến kéo dài ba ngày",
        "Phiên phúc thẩm xét xử nhóm cựu cán bộ thuế mở tại tòa án Bình Dương sáng thứ "
        "hai, dự kiến kéo dài ba ngày",
    ),
    (
        "Hôm qua ông Bình nói tuyến phà sẽ chạy lại, hôm nay khách đã xếp hàng dài ở "
        "bến Rạch Giá từ sớm",
        "Hôm nay ông Bình nói tuyến phà sẽ chạy lại, hôm qua khách đã xếp hàng dài ở "
        "bến Rạch Giá từ sớm",
    ),
    (
        "Cháy chung cư ở Valencia khiến 14 người bị thương, cảnh sát phong tỏa hiện "
        "trường để điều tra nguyên nhân",
        "Cháy chung cư ở Murcia, Tây Ban Nha khiến 14 người bị thương, cảnh sát phong "
        "tỏa hiện trường để điều tra nguyên nhân",
    ),
    (
        "Đội tuyển Nhật Bản thắng Úc 1-0 trong trận giao hữu ở Melbourne tối qua nhờ "
        "bàn thắng phút cuối",
        "Đội tuyển Hàn Quốc thắng Úc 1-0 trong trận giao hữu ở Melbourne tối qua nhờ "
        "bàn thắng phút cuối",
    ),
    (
        "TAND TP.HCM tuyên bị cáo Hạnh 5 năm tù về tội nhận hối lộ trong vụ án ở trung "
        "tâm đăng kiểm",
        "TAND Hà Nội tuyên bị cáo Hạnh 5 năm tù về tội nhận hối lộ trong vụ án ở trung "
        "tâm đăng kiểm",
    ),
    (
        "Công an thành phố Thái Nguyên bắt hai người cho vay nặng lãi qua ứng dụng điện"
        " thoại từ đầu năm",
        "Công an tỉnh Thái Nguyên bắt hai người cho vay nặng lãi qua ứng dụng điện "
        "thoại từ đầu năm",
    ),
)


def is_duplicate(one: str, other: str) -> bool:
    """Compare two leads without titles."""
    return verify(read_text(title="", lead=one), read_text(title="", lead=other)).duplicate


def changed() -> list[object]:
    """Give each text with each of its changes."""
    return [
        pytest.param(text, *change.split(" > "), id=change)
        for text, changes in CHANGED
        for change in changes.split("; ")
    ]


@pytest.mark.parametrize(("text", "was", "now"), changed())
def test_verify_changed_word(text: str, was: str, now: str) -> None:
    """A changed status, office, place, number, unit or thing is other news, whatever the rest."""
    assert was in text
    assert not is_duplicate(text, text.replace(was, now, 1))
    assert not is_duplicate(text.replace(was, now, 1), text)


@pytest.mark.parametrize(("one", "other"), MOULDS)
def test_verify_one_mould(one: str, other: str) -> None:
    """Prices, weather, draws, matches and verdicts that follow one mould are each their own."""
    assert not is_duplicate(one, other)
    assert not is_duplicate(other, one)
