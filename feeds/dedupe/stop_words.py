"""Pure: words that stand in any news, in Vietnamese, English and Russian; they tell no story."""

_TABLE = """
và của là có được cho với trong các những một này đã sẽ đang không người khi từ đến để về theo tại
trên vào ra sau trước do bị cũng như nhưng mà thì nên vì bởi nếu đó đây kia nào gì ai sao hay hoặc
rằng đều lại còn vẫn chỉ mới vừa rất quá hơn nhất cùng qua bằng giữa ngoài dưới lên xuống đi tới ở
việc sự cuộc con cái chiếc vụ năm tháng ngày hôm nay sáng chiều tối trưa giờ phút nhiều ít mọi mỗi
từng tất cả nói biết làm thấy phải cần muốn thể tiếp tục thêm hết nữa ông bà anh chị em họ nó tôi
ta mình chúng đầu cuối lần thứ số phần bên nơi đâu thế ấy vậy dù tuy song ngay luôn mấy vài khác
cách điều bao tin nguồn ảnh video gồm thông đối liên quan hiện bắt tuần
the a an of and to in for on with that by from has have had is are was were be been it its as at
this these those his her their he she they them him who which what when where why how will would
can could may might not no but or if than then so up out off over after before into about against
between during under more most other some such only own said says say new also just now one two
first last year years day days week month today i we you my your our us there here all any each do
does did being amid while
и в во на с со по о об из за к ко для от до у не ни что как это этот эта эти то тот та те он она
они оно его ее их ему ей им был была было были быть есть будет будут а но или если при после перед
под над между через без также уже еще только который которая которые которого которой год года
году лет день дня дней сегодня вчера мы вы я ты все всех так же бы ли чтобы когда где свой своей
свои более менее сообщил сообщила заявил заявила рассказал время
"""

# in comparable form; Vietnamese ones are syllables
STOP_WORDS = frozenset(_TABLE.split())
