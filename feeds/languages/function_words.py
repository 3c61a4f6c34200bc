"""Pure: the small words and the letters by which languages are told apart, as tables.

The words are those that grammar needs (articles, prepositions, conjunctions, forms of "to be") and
a few that every news text has. A language that is not told apart from its kin by them, such as
Bosnian, Croatian and Serbian in Latin letters, stands under a key that is no language (`?…`): it
takes the votes, and no name is given.
"""

_WORDS = {
    # ---- Latin letters: South-East and Central Asia
    "vi": "và của là có được cho với trong các những một này đã sẽ đang không người khi từ đến để "
    "về theo tại trên vào ra sau trước bị cũng như nhưng mà nên vì bởi nếu đó đây hay hoặc rằng "
    "đều lại còn vẫn chỉ mới vừa rất hơn nhất cùng giữa ngoài dưới việc sự cuộc vụ năm tháng ngày "
    "hôm nước tổng thống chính phủ quốc gia thủ tướng tỷ triệu đồng ông bà",
    # Vietnamese without its marks
    "vi-plain": "va cua duoc voi nhung mot nay khong nguoi khi den de ve tai tren vao sau truoc bi "
    "cung nhu nen boi neu hoac rang deu van moi vua rat hon nhat giua ngoai duoi viec cuoc vu nam "
    "thang ngay nuoc tong thong chinh phu quoc thu tuong ty trieu dong hoi nghi hop cong "
    "thanh pho viet nga my trung phai bong tinh gia lao dau doi cac trong to hom da se dang cho",
    "id": "yang dan di untuk dengan dari pada tidak ini itu dalam akan telah oleh sebagai adalah "
    "bahwa karena bisa juga kepada saat seperti mereka mengatakan menjadi tersebut sudah "
    "setelah kata antara lebih pihak pemerintah pekan senin jumat sabtu minggu perusahaan "
    "uang atau para kantor polisi hingga ujar usai soal boleh setiap orang harus secara berhak",
    "ms": "yang dan di untuk dengan dari pada tidak ini itu dalam akan telah oleh sebagai adalah "
    "bahawa kerana boleh juga kepada ketika seperti mereka berkata menjadi tersebut sudah "
    "selepas antara lebih pihak kerajaan isnin khamis jumaat ahad syarikat wang atau para "
    "pejabat polis daripada manakala iaitu beliau hari ialah katanya setiap orang harus "
    "mestilah secara hendaklah berhak",
    "fil": "ang ng mga sa na ay ni si at nang ito kay sina nito hindi may mula niya siya kanyang "
    "ayon para naman isang din rin lang kung pero dahil bilang",
    "jv": "ing lan kang saka karo ana ora iki kanthi marang uga wis dadi kanggo utawa sing",
    "ceb": "ang sa mga nga ug kay ni dili usa adunay ilang iyang kini alang atol",
    "tet": "iha ba nia hodi katak husi hosi ne ebé ema mós sira atu ho ona seidauk",
    "uz": "va bilan uchun bu ham bir hamda esa boʻlgan boʻlib haqida keyin oʻz edi ekan kerak "
    "tomonidan oʻzbekiston yilda yil qilish orqali boʻyicha har yoki kim hech",
    "tk": "we bilen bu üçin hem bir boýunça türkmenistanyň ýurdumyzyň ýylyň bolup boldy barada "
    "döwlet hormatly öz edildi",
    "az": "və ilə bu bir üçün olan edib olub azərbaycan həmçinin qeyd bildirib tərəfindən görə "
    "daha isə ki",
    "tr": "ve bir bu için ile olarak da de olan gibi daha sonra kadar en çok ise ancak göre "
    "tarafından değil oldu dedi yeni etti var türkiye ya veya her bütün karşı hiç kimse "
    "herkes özel tüm bin milyon başkanı",
    # ---- Latin letters: Europe
    "en": "the of and to in for on with that by from has have had is are was were be been it its "
    "as at this these his her their he she they who which what when where why how will would "
    "can could may not but or if than after before into about against between during more "
    "most said says new over an you your we our i my do does did there here just all us up "
    "out no so shall should any one",
    "fr": "le la les de des du un une et à au aux en dans par pour sur avec sans est sont été "
    "qui que qu il elle ils ce cette ces son sa ses leur plus pas ne se ou mais a ont après avant "
    "selon entre fait deux être l d n s c je nous vous contre lors depuis",
    "de": "der die das den dem des ein eine einen einem einer und oder in im zu zum zur von vom "
    "mit für auf aus bei nach an am als ist sind war wird werden wurde hat haben nicht auch es er "
    "sie sich wie dass bis über unter gegen um noch nur mehr kann so vor ich wir neue neuen seit",
    "es": "el la los las de del y en un una que por para con se su sus es al lo como más pero no "
    "ha han fue son está este esta entre sobre sin tras desde hasta también ser años según "
    "contra ante e o nos muy dice gobierno presidente mil millones nuevo nueva cuando donde "
    "porque puede tiene hoy esto le les todos todo cada así",
    "pt": "o a os as de do da dos das e em no na nos nas um uma que por para com se seu sua é ao "
    "aos à mais mas não foi são está entre sobre sem após até também ser anos segundo contra "
    "pela pelo como diz já ou governo presidente mil milhões novo nova quando onde porque "
    "pode tem hoje isso lhe ainda num numa todos todo cada assim",
    "it": "il lo la i gli le di del della dei delle dello degli e in nel nella un una che per con "
    "si su al alla ai è sono ha hanno non più ma anche come dal dalla da tra fra dopo questo "
    "questa suo sua l d dell all nell sul sulla o ed essere una a",
    "nl": "de het een en van in op te voor met dat die is zijn aan niet om ook als er bij door "
    "uit over naar wordt worden werd nog meer maar heeft hebben was tot na hij ze wij of dan deze "
    "dit kan geen",
    "af": "die van en in het is te om nie vir met op wat dat sy hy hulle ook aan word deur ’n is "
    "haar ná sal hierdie daar",
    "pl": "i w na z się nie do to jest że o od po za dla jak przez oraz ale są był była został "
    "tym tego jego przed ze który która które już może będzie roku czy przy pod",
    "cs": "a v na se je že s z do pro o za po podle který která které jako od ve by byl byla bylo "
    "jsou také však ale při až nebo jeho jejich před mezi kvůli už co k i u",
    "sk": "a v na sa je že s z do pre o za po podľa ktorý ktorá ktoré ako od vo by bol bola bolo "
    "sú aj však ale pri až alebo jeho ich pred medzi už čo k i u",
    "sl": "in v na se je da s z za po pri ki kot od bi bil bila bilo so tudi pa ali njegov med "
    "pred že kar ter še iz",
    "?hr": "i u na se je da s za po od koji koja koje kao bi bio bila bilo su ili nije iz što sa "
    "njegov između pred već te nakon te prema",
    "sv": "och att det i en ett är som på för med av den till inte har om de från kan men vid så "
    "var efter ska nu också eller år när mot under ut upp få mer sig han hon vi du här vad "
    "några igen både säger vecka hennes något blir svenska sverige deras mellan gång skriver "
    "mig bara enligt detta",
    "da": "og at det i en et er som på for med af den til ikke har om de fra kan men ved så var "
    "efter skal nu også eller år når mod under ud op få mere sig han hun vi du her blev havde "
    "hvad nogle igen både siger uge hendes noget bliver danske danmark deres mellem gang "
    "skriver mig kun",
    "no": "og at det i en et er som på for med av den til ikke har om de fra kan men ved så var "
    "etter skal nå også eller år når mot under ut opp få mer seg han hun vi du her ble hadde "
    "hva noen igjen både sier uke hennes noe blir norske norge deres mellom gang skriver meg "
    "bare",
    "fi": "ja on ei että se oli ovat mutta myös kun tai hän joka mukaan vuoden sekä ole kuin jo "
    "sen nyt voi jos tämä vain jotka siitä hänen heidän jokaisella tulee minä enää kertoo "
    "sanoo",
    "et": "ja on ei et see oli aga ka kui ning või mis kes oma ta tema ole üle pärast selle seda "
    "juba",
    "hu": "a az és hogy nem is egy volt de van meg már csak szerint ezt azt mint még el ki után "
    "vagy pedig lesz ez",
    "ro": "și de la în a cu pe o un din care este nu că se au pentru mai sunt fost al ale prin "
    "după dar să lui iar sau am",
    "lt": "ir kad į su yra tai iš bet apie jo buvo taip pat per už dėl kai po metų nuo ne",
    "lv": "un ir ka no uz par ar bet arī kas pēc gada tas lai nav pie tika vai",
    "ca": "el la els les de del i en un una que per amb és al als no més ha han va són seva seu "
    "aquest aquesta però també segons dels o tota totes qual hi ho tot dia",
    "gl": "o a os as de do da dos das e en no na nos nas un unha que por para con se seu súa é ao "
    "máis non foi son entre sobre tamén di goberno presidente cando onde porque pode ten hoxe",
    "sq": "të dhe e në i për me një nga se që është ka nuk u më si ai do janë",
    "is": "og að í á er sem það við um til var en ekki með fyrir hefur eru af",
    "ga": "an na agus ar i go le is tá bhí ag leis den do sin",
    "cy": "y yr yn a i o ar mae ei wedi gan am fod ac eu",
    "eu": "eta da ez bat du ere dute dira izan egin dela baina",
    "la": "et in est non ad cum ut sed quod ex qui sunt per",
    "eo": "la kaj de en estas al por ne ke kun pri oni",
    "?sw": "na ya wa kwa katika ni la za hii huo hilo baada kuwa watu alisema",
    "?su": "nu jeung di ka ku teu anu tina dina pikeun",
    "?ht": "nan ki yo pou ak yon gen pa li sou te ap",
    "?yo": "ni ti si awọn ati ọ ó ní tí àti láti àwọn fún",
    "?ha": "da na ta ya ba ga wannan cikin wata kuma sun",
    "?so": "oo ka ku iyo ah in waa uu ay lagu waxa",
    "?br": "pep gwir vo pe met ket gouez evel bezañ ar an da ha en gant eo ez ur un",
    "?br2": "ne er bet evit",
    "?rm": "ils las ina cun per en che ha da ed",
    # ---- Cyrillic letters
    "ru": "и в во на с со по о об из за к для от до не что как это его ее их был была были будет "
    "будут а но или если при после перед между через без также уже еще ещё который которая "
    "которые году года тысяч сообщил сообщила заявил заявила россии он она они из-за около "
    "имеет каждый может могут должно быть ни свои свою том этом время президент страны сказал",
    "uk": "і й в у на з із зі по про за до для від не що як це його її їх був була були буде "
    "будуть а але або якщо при після перед між через без також вже ще який яка які році року "
    "тисяч повідомив заявив заявила україни та під щодо ці має кожна кожен може можуть бути "
    "ні свої свою тому цьому час президент країни сказав",
    "be": "і ў у на з са па пра за да для ад не што як гэта яго яе іх быў была былі будзе але або "
    "калі пры пасля перад між праз без таксама ўжо які якая якія годзе беларусі каб мае кожны "
    "можа могуць быць ні свае",
    "bg": "и в във на с със по за от до не че как това го ги е са беше бъде ще но или ако при "
    "след пред между през без също вече още който която които година каза съобщи да се има "
    "всеки бъдат тя той сега заради срещу тези този",
    "sr": "и у на с са по за од до не да се је су био била било ће али или ако при после пре "
    "између без такође већ још који која које године рекао због што као",
    "mk": "и во на со по за од до не дека се е да ќе но или ако при пред меѓу без исто веќе уште "
    "кој која кои година рече беше што како ги го",
    "kk": "және мен бен пен бұл бір үшін деп да де осы оның болды болып туралы қазақстан жылы "
    "бойынша дейін кейін тиіс еді арқылы",
    "ky": "жана менен бул бир үчүн деп да де ал анын болду болуп тууралуу кыргыз жылы боюнча "
    "чейин кийин эле аркылуу",
    "tg": "ва дар аз ба бо ки ин барои он ҳам шуд аст буд худ як то низ тоҷикистон соли",
    "uz-cyrl": "ва билан учун бу ҳам бир ҳамда эса бўлган бўлиб ҳақида кейин ўз эди экан керак "
    "ҳар ёки ким ҳеч",
    "tt": "һәм белән бу бер өчен дип да дә ул аның булды турында татарстан елда буенча",
    "mn": "нь болон энэ юм байна гэж бол ба улсын байгаа оны онд хэлэв дээр тухай монгол ч бүр "
    "хүний хэн тус энэхүү эрхтэй",
    # ---- Devanagari, Bengali
    "hi": "के की का में है और से को ने पर यह हैं कि लिए भी नहीं एक ही था तो कर गया हो बाद सभी "
    "प्रत्येक कोई किसी अपने या",
    "mr": "आहे आणि या ची च्या चा ने हे केली की मध्ये नाही होते आहेत केला तर",
    "ne": "को छ र मा ले भएको गरेको छन् पनि लाई यो भने हो गर्ने",
    # ---- Arabic letters
    "ar": "في من على إلى أن عن مع هذا هذه التي الذي بعد قبل كان كانت لا ما قال أو بين ذلك خلال "
    "إن كما لم هو هي",
    "fa": "در به از که این را با است برای آن شد خود تا بر یک می شده کرد هم های بود او اما",
    "ur": "کے کی کا میں ہے اور سے کو نے پر یہ ہیں کہ لیے بھی نہیں ایک تھا اس کر گیا ہو بعد",
    "ps": "د په چې او له ته دی سره کې هم یې دا",
}

# letters that a language has and most others of its script have not
_LETTERS = {
    "vi": "ăâđêôơưảấầẩẫậắằẳẵặẻẽếềểễệỉĩỏốồổỗộớờởỡợủũứừửữựỳỷỹạẹịọụỵ",
    "?yo": "ẹọṣịụ",
    "de": "äöüß",
    "fr": "çœèêëîïûù",
    "es": "ñ¿¡áéíóú",
    "pt": "ãõçáéíóúâê",
    "it": "ìò",
    "pl": "ąćęłńśźż",
    "cs": "ěřůďťňáéíýčšž",
    "sk": "ľĺŕôäďťňáéíýčšž",
    "sl": "čšž",
    "?hr": "čšžćđ",
    "hu": "őűöüáéíóú",
    "ro": "ășțşţâ",
    "tr": "ğışçöü",
    "az": "əğışçöü",
    "tk": "ýňžşäöüç",
    "uz": "ʻ",
    "sv": "äöå",
    "da": "æøå",
    "no": "æøå",
    "fi": "äö",
    "et": "äöõü",
    "is": "þðæöáéíóúý",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "ca": "çàòï",
    "sq": "ëç",
    "eo": "ĉĝĥĵŝŭ",
    "?ht": "èò",
    "gl": "ñáéíóú",
    "ga": "áéíóú",
    "cy": "ŵŷ",
    "ru": "ыэё",
    "uk": "їєґі",
    "be": "ўыэёі",
    "bg": "ъ",
    "sr": "ђћљњџј",
    "mk": "ѓќѕљњџј",
    "kk": "әғқңөұүһіы",
    "ky": "ңөүыэ",
    "tg": "ӣӯҳҷғқъ",
    "uz-cyrl": "ўқғҳ",
    "tt": "әҗңөүһыэ",
    "?ba": "ҙҡҫғәңөүһ",
    "?cv": "ӑӗҫӳ",
    "mn": "өүы",
    "ar": "ةىيكأإ",
    "fa": "پچژگکی",
    "ur": "ٹڈڑںےہھپچگکی",
    "ps": "ټډړښځڅۍېپچګکی",
    "?ckb": "ۆێڕڵڤەپچگکی",
    "?ug": "ۇۆۈېۋەپچڭگ",
    "?sd": "ڄڃٿٽڍڀڙ",
}


def _by(table: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Turn a table round: from what a language has to the languages that have it."""
    found: dict[str, list[str]] = {}
    for language, signs in table.items():
        for sign in dict.fromkeys(signs):
            found.setdefault(sign, []).append(language)
    return {sign: tuple(languages) for sign, languages in found.items()}


# the languages that a word, or a letter, speaks for
WORDS = _by({language: words.split() for language, words in _WORDS.items()})
LETTERS = _by({language: list(letters) for language, letters in _LETTERS.items()})
# the names of those that may be given, as ISO 639 has them
NAMED = {language: language.split("-")[0] for language in _WORDS if not language.startswith("?")}
