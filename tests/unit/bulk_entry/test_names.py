"""Whom a name means in a class list: right, or asked, never silently wrong."""

import logging

import pytest

from services.bulk_entry.grammar import parse
from services.bulk_entry.model import NamePart, NameRef
from services.bulk_entry.names import MatchKind, RosterName, match
from services.bulk_entry.tokens import fold
from tests.unit.bulk_entry.describe import VOCABULARY

NAMES = (
    "Белова Анна Олеговна",
    "Богдан Иван Олегович",
    "Голодец Семён Ильич",
    "Громов Богдан Игоревич",
    "Заяц Нина Ильинична",
    "Иванов Максим Петрович",
    "Иванова Мария Сергеевна",
    "Ким Юлия Сергеевна",
    "Ковалёв Лев Андреевич",
    "Ковалёв Лев Борисович",
    "Кузнецова Марина Олеговна",
    "Кузнецова Мария Ивановна",
    "Орлов Даниил Олегович",
    "Петров Артём Денисович",
    "Сидоров Лев Павлович",
    "Тер-Саркисянц Ашот Арменович",
    "Толстая Вера Львовна",
    "Черных Пётр Ильич",
    "Шевченко Александра Юрьевна",
)
CLASS = tuple(
    RosterName(number, family, given, patronymic, number)
    for number, (family, given, patronymic) in enumerate(map(str.split, NAMES), start=1)
)


def _found(words, roster=CLASS):
    """Each person found: how sure, and who."""
    names = {name.student_id: f"{name.family} {name.given}" for name in roster}
    line = parse(f"5: {words}", vocabulary=VOCABULARY).entries[0].lines[0]
    return " + ".join(
        f"{person.kind}: {', '.join(names[each] for each in person.student_ids) or '–'}"
        for person in match([line.names], roster)[0].people
    )


EXACT = (
    ("Белова", "Белова Анна"),
    ("белову", "Белова Анна"),
    ("Беловой", "Белова Анна"),
    ("БЕЛОВА", "Белова Анна"),
    ("Белова А", "Белова Анна"),
    ("Белова А.О.", "Белова Анна"),
    ("Белова АО", "Белова Анна"),
    ("А. Белова", "Белова Анна"),
    ("Белова Анна", "Белова Анна"),
    ("Анна Белова", "Белова Анна"),
    ("Беловой Анне", "Белова Анна"),
    ("Белова Анна Олеговна", "Белова Анна"),
    ("Анна Олеговна Белова", "Белова Анна"),
    ("Анна Б.", "Белова Анна"),
    ("Кузнецова Мария", "Кузнецова Мария"),
    ("Кузнецовой Марине", "Кузнецова Марина"),
    ("Кузнецова М.И.", "Кузнецова Мария"),
    ("Ковалев Лев А", "Ковалёв Лев"),
    ("Ковалёва Л.Б.", "Ковалёв Лев"),
    ("Иванов М", "Иванов Максим"),
    ("Иванов Максим", "Иванов Максим"),
    ("Иванова М.С.", "Иванова Мария"),
    ("Иванова Мария", "Иванова Мария"),
    ("Ивановой", "Иванова Мария"),
    ("Ивановым", "Иванов Максим"),
    ("Ким", "Ким Юлия"),
    ("Черных", "Черных Пётр"),
    ("Шевченко", "Шевченко Александра"),
    ("Голодца", "Голодец Семён"),
    ("Тер-Саркисянц", "Тер-Саркисянц Ашот"),
    ("тер саркисянцу", "Тер-Саркисянц Ашот"),
    ("Терсаркисянц", "Тер-Саркисянц Ашот"),
    ("Тер Саркисянц Ашот", "Тер-Саркисянц Ашот"),
    ("Толстой", "Толстая Вера"),
    ("Петрова", "Петров Артём"),
    ("Сидоров Л", "Сидоров Лев"),
    ("№1", "Белова Анна"),
)


@pytest.mark.parametrize(("words", "who"), EXACT)
def test_full_and_short_names_mean_one_student(words, who):
    """Case, «ё», capitals, order and initials do not matter where only one student fits."""
    assert f"exact: {who}" == _found(words)


ASKED = (
    ("Кузнецова", "several: Кузнецова Марина, Кузнецова Мария"),
    ("Кузнецовой", "several: Кузнецова Марина, Кузнецова Мария"),
    ("Кузнецова М", "several: Кузнецова Марина, Кузнецова Мария"),
    ("Ковалёв", "several: Ковалёв Лев, Ковалёв Лев"),
    ("Ковалёв Лев", "several: Ковалёв Лев, Ковалёв Лев"),
    ("Ковалеву Л", "several: Ковалёв Лев, Ковалёв Лев"),
    ("Иванов", "several: Иванов Максим, Иванова Мария"),
    ("Иванова", "several: Иванов Максим, Иванова Мария"),
    ("Иванову", "several: Иванов Максим, Иванова Мария"),
    ("Иванова М", "several: Иванов Максим, Иванова Мария"),
    ("Богдан", "several: Богдан Иван, Громов Богдан"),
    ("Белва", "guess: Белова Анна"),
    ("Белловой", "guess: Белова Анна"),
    ("Бедова", "guess: Белова Анна"),
    ("Беолва", "guess: Белова Анна"),
    ("Бел", "guess: Белова Анна"),
    ("Белов", "guess: Белова Анна"),
    ("Беловым", "guess: Белова Анна"),
    ("Петровой", "guess: Петров Артём"),
    ("Кузн", "guess: Кузнецова Марина, Кузнецова Мария"),
    ("Саркисянц", "guess: Тер-Саркисянц Ашот"),
    ("Белова Аня", "guess: Белова Анна"),
    ("Белова В", "guess: Белова Анна"),
    ("Маша", "guess: Иванова Мария, Кузнецова Мария"),
    ("Маше", "guess: Иванова Мария, Кузнецова Мария"),
    ("Мария", "guess: Иванова Мария, Кузнецова Мария"),
    ("Кузнецова Маша", "guess: Кузнецова Мария"),
    ("Лев", "guess: Ковалёв Лев, Ковалёв Лев, Сидоров Лев"),
    ("Саша", "guess: Шевченко Александра"),
    ("Орлов Данил", "guess: Орлов Даниил"),
    ("Анна Олеговна", "guess: Белова Анна"),
)


@pytest.mark.parametrize(("words", "asked"), ASKED)
def test_doubtful_names_are_asked(words, asked):
    """Namesakes and pairs are asked which; slips, beginnings and short forms are confirmed."""
    assert asked == _found(words)


NOBODY = ("Пупкин", "Ан", "Xyz", "№77", "Сидоренко")


@pytest.mark.parametrize("words", NOBODY)
def test_unknown_names_mean_nobody(words):
    """A name that is not in the list, nor a letter away from one, means nobody."""
    assert "none: –" == _found(words)


SEVERAL_PEOPLE = (
    ("белова петров", "exact: Белова Анна + exact: Петров Артём"),
    ("Белова А. Петров", "exact: Белова Анна + exact: Петров Артём"),
    ("белова анна петров артем", "exact: Белова Анна + exact: Петров Артём"),
    ("белова маша", "exact: Белова Анна + guess: Иванова Мария, Кузнецова Мария"),
    ("Петров Пупкин", "exact: Петров Артём + none: –"),
    ("Белова Ольга", "exact: Белова Анна + none: –"),
    ("тер саркисянц ким", "exact: Тер-Саркисянц Ашот + exact: Ким Юлия"),
)


@pytest.mark.parametrize(("words", "people"), SEVERAL_PEOPLE)
def test_names_without_commas_are_told_apart(words, people):
    """Words without a comma are cut into people so that as many as possible fit."""
    assert people == _found(words)


def test_pair_is_asked_only_where_both_are():
    """«Иванова» of a class with Иванова alone is she, «Иванов» has to be confirmed."""
    roster = [name for name in CLASS if name.given not in {"Максим", "Иван"}]

    assert ["exact: Иванова Мария", "exact: Иванова Мария", "guess: Иванова Мария"] == [
        _found("Иванова", roster),
        _found("Иванову", roster),
        _found("Иванов", roster),
    ]


MALE = (
    "Смирнов", "Кузнецов", "Попов", "Соколов", "Лебедев", "Козлов", "Новиков", "Морозов",
    "Волков", "Соловьёв", "Васильев", "Зайцев", "Павлов", "Семёнов", "Голубев", "Виноградов",
    "Богданов", "Воробьёв", "Фёдоров", "Беляев", "Тарасов", "Белов", "Комаров", "Орлов",
    "Киселёв", "Макаров", "Андреев", "Ильин", "Гусев", "Титов",
)  # fmt: skip
FEMALE = (
    "Кузьмина", "Кудрявцева", "Баранова", "Куликова", "Алексеева", "Степанова", "Яковлева",
    "Сорокина", "Сергеева", "Романова", "Захарова", "Борисова", "Королёва", "Герасимова",
    "Пономарёва", "Григорьева", "Лазарева", "Медведева", "Ершова", "Никитина", "Соболева",
    "Рябова", "Полякова", "Цветкова", "Данилова", "Жукова", "Фролова", "Журавлёва",
    "Николаева", "Крылова",
)  # fmt: skip
MALE_ENDINGS = ("", "а", "у", "ым", "е")


@pytest.fixture(scope="module")
def sixty():
    """A list of sixty common surnames, half of them of girls."""
    boys = [RosterName(i, family, "Илья") for i, family in enumerate(MALE)]
    girls = [RosterName(100 + i, family, "Анна") for i, family in enumerate(FEMALE)]
    return tuple(boys + girls)


def _ids(word, roster):
    ref = NameRef((NamePart(fold(word)),))
    person = match([ref], roster)[0].people[0]
    return person.kind, person.student_ids


@pytest.mark.parametrize("place", range(30))
def test_every_case_of_a_boys_surname_means_him(place, sixty):
    """Смирнов, Смирнова, Смирнову, Смирновым, Смирнове: all of them are he."""
    words = [MALE[place] + ending for ending in MALE_ENDINGS]

    assert [(MatchKind.EXACT, (place,))] * len(words) == [_ids(word, sixty) for word in words]


@pytest.mark.parametrize("place", range(30))
def test_every_case_of_a_girls_surname_means_her(place, sixty):
    """Кузьмина, Кузьминой, Кузьмину: all of them are she; «ё» may be written «е»."""
    stem = FEMALE[place].removesuffix("а")
    words = [stem + ending for ending in ("а", "ой", "у")]
    words += [word.replace("ё", "е") for word in words]

    assert [(MatchKind.EXACT, (100 + place,))] * len(words) == [
        _ids(word, sixty) for word in words
    ]


OTHER_FORMS = (
    ("Достоевский", "Лев", "Достоевский Достоевского Достоевскому Достоевским Достоевском"),
    ("Ковальская", "Анна", "Ковальская Ковальской Ковальскую"),
    ("Белый", "Лев", "Белый Белого Белому Белым Белом"),
    ("Толстой", "Лев", "Толстой Толстого Толстому Толстым Толстом"),
    ("Гоголь", "Лев", "Гоголь Гоголя Гоголю Гоголем Гоголе"),
    ("Мицкевич", "Лев", "Мицкевич Мицкевича Мицкевичу Мицкевичем Мицкевиче"),
    ("Мицкевич", "Анна", "Мицкевич"),
    ("Саркисян", "Лев", "Саркисян Саркисяна Саркисяну Саркисяном Саркисяне"),
    ("Жук", "Лев", "Жук Жука Жуку Жуком Жуке"),
    ("Бондарь", "Лев", "Бондарь Бондаря Бондарю Бондарем Бондаре"),
    ("Сорока", "Лев", "Сорока Сороки Сороке Сороку Сорокой"),
    ("Кравец", "Лев", "Кравец Кравца Кравцу Кравцом Кравце"),
    ("Заяц", "Лев", "Заяц Зайца Зайцу Зайцем Зайце"),
    ("Цой", "Лев", "Цой Цоя Цою Цоем Цое"),
    ("Ли", "Лев", "Ли"),
    ("Седых", "Лев", "Седых"),
    ("Живаго", "Лев", "Живаго"),
    ("Мамин-Сибиряк", "Лев", "Мамин-Сибиряк Мамина-Сибиряка Мамину-Сибиряку"),
)


@pytest.mark.parametrize(("family", "given", "forms"), OTHER_FORMS)
def test_rarer_surnames_decline_too(family, given, forms):
    """Adjectives, soft stems, fleeting vowels and names that never decline."""
    roster = (RosterName(7, family, given),)

    assert [(MatchKind.EXACT, (7,))] * len(forms.split()) == [
        _ids(word, roster) for word in forms.split()
    ]


def test_doubtful_gender_takes_both_declensions():
    """«Саша Ким» without a patronymic may be Кима or stay Ким."""
    roster = (RosterName(7, "Ким", "Саша"),)

    assert [(MatchKind.EXACT, (7,))] * 2 == [_ids(word, roster) for word in ("Ким", "Кима")]


def test_the_order_of_references_is_kept():
    """Each reference has its own result, in its place."""
    refs = [NameRef((NamePart("петров"),)), NameRef(number=1), NameRef((NamePart("пупкин"),))]

    assert [(14,), (1,), ()] == [each.people[0].student_ids for each in match(refs, CLASS)]


def test_names_never_reach_the_log(caplog):
    """The declension tables would log the names they decline; here they are kept quiet."""
    with caplog.at_level(logging.DEBUG):
        _ids("Хрущёву", (RosterName(7, "Хрущёв", "Мария"),))

    assert [] == caplog.records


def test_index_of_a_list_does_not_grow_for_ever():
    """However many words are looked up, what is known of a name stays the same."""
    roster = (RosterName(7, "Белова", "Анна"),)
    for number in range(1100):
        _ids(f"слово{number}", roster)

    assert (MatchKind.EXACT, (7,)) == _ids("Беловой", roster)
