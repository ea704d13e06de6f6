"""What visitors call things that the clinic writes otherwise. No Django."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from cms.search.stems import stem, words

#: Language → what visitors say → the clinic's words for it. Forms of a word do not matter; of two expressions that begin
#: alike the longer one is meant.
SAID: Mapping[str, Mapping[str, str]] = {
    "ru": {
        "живот": "брюшная полость",
        "желудок": "гастроэнтеролог",
        "глотать зонд": "гастроскопия",
        "фгдс": "гастроскопия",
        "эгдс": "гастроскопия",
        "зубной": "стоматолог",
        "зубной врач": "стоматолог",
        "зуб": "стоматолог",
        "дантист": "стоматолог",
        "детский врач": "педиатр",
        "детский доктор": "педиатр",
        "глазной": "офтальмолог",
        "глазной врач": "офтальмолог",
        "окулист": "офтальмолог",
        "зрение": "офтальмолог",
        "ухо горло нос": "лор",
        "отоларинголог": "лор",
        "кожный врач": "дерматолог",
        "кожник": "дерматолог",
        "женский врач": "гинеколог",
        "сердечный врач": "кардиолог",
        "врач по сердцу": "кардиолог",
        "кардиограмма": "экг",
        "электрокардиограмма": "экг",
        "холтер": "суточное мониторирование экг",
        "смад": "суточное мониторирование давления",
        "эхо": "эхокардиография",
        "узи сердца": "эхокардиография",
        "ультразвук": "узи",
        "щитовидка": "щитовидная железа",
        "щитовитка": "щитовидная железа",
        "томография": "мрт",
        "кровь из вены": "анализ крови",
        "оак": "общий анализ крови",
        "оам": "общий анализ мочи",
        "сахар": "глюкоза",
        "холестерин": "липидный профиль",
        "родинка": "дерматоскопия",
        "укол от гриппа": "прививка от гриппа",
        "вакцина": "прививка",
        "вакцинация": "прививка",
        "чек ап": "чекап",
        "check up": "чекап",
        "checkup": "чекап",
        "полное обследование": "чекап",
        "диспансеризация": "чекап",
        "стоимость": "цены",
        "стоит": "цены",
        "сколько стоит": "цены",
        "прайс": "цены",
        "филиал": "клиники",
        "видеосвязь": "онлайн консультация",
        "телемедицина": "онлайн консультация",
        "дистанционно": "онлайн консультация",
        "диета": "диетолог",
        "похудеть": "диетолог",
        "mrt": "мрт",
        "uzi": "узи",
        "ekg": "экг",
    },
    "en": {
        "heart doctor": "cardiologist",
        "eye doctor": "ophthalmologist",
        "optician": "ophthalmologist",
        "skin doctor": "dermatologist",
        "children s doctor": "paediatrician",
        "child doctor": "paediatrician",
        "kids doctor": "paediatrician",
        "pediatrician": "paediatrician",
        "pediatric": "paediatrician",
        "gynecologist": "gynaecologist",
        "women s doctor": "gynaecologist",
        "family doctor": "gp",
        "general practitioner": "gp",
        "tooth": "dentist",
        "teeth": "dentist",
        "stomach ache": "gastroenterologist",
        "belly": "abdominal",
        "abdomen": "abdominal",
        "sonography": "ultrasound",
        "ear nose throat": "ent",
        "ecg": "electrocardiogram",
        "ekg": "electrocardiogram",
        "echo": "echocardiography",
        "holter": "24 hour",
        "cbc": "full blood count",
        "blood work": "blood test",
        "cholesterol": "lipid",
        "sugar": "glucose",
        "shot": "vaccination",
        "jab": "vaccination",
        "vaccine": "vaccination",
        "checkup": "check up",
        "physical": "check up",
        "screening": "check up",
        "cost": "prices",
        "fee": "prices",
        "how much": "prices",
        "online": "video",
        "telehealth": "video",
        "telemedicine": "video",
        "remote": "video",
        "location": "branches",
        "address": "branches",
        "weight loss": "dietitian",
        "nutritionist": "dietitian",
    },
}

Stems = tuple[str, ...]


def clinic_words(said: Sequence[str], language: str) -> list[str]:
    """The same phrase with the clinic's words in place of the visitor's; the phrase itself where there are none.

    >>> clinic_words(["узи", "живота"], "ru")
    ['узи', 'брюшная', 'полость']
    >>> clinic_words(["невролог"], "ru")
    ['невролог']
    """
    expressions = _expressions(language)
    longest = max(map(len, expressions), default=0)
    stems = [stem(word) for word in said]
    written: list[str] = []
    at = 0
    while at < len(said):
        lengths = range(min(longest, len(said) - at), 0, -1)
        length = next((size for size in lengths if tuple(stems[at : at + size]) in expressions), 0)
        written += expressions[tuple(stems[at : at + length])] if length else [said[at]]
        at += length or 1
    return list(dict.fromkeys(written))


@cache
def _expressions(language: str) -> Mapping[Stems, Sequence[str]]:
    said = SAID.get(language, {})
    return {_stems(words(expression)): list(words(meant)) for expression, meant in said.items()}


def _stems(found: Iterable[str]) -> Stems:
    return tuple(stem(word) for word in found)
