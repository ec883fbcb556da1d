"""The texts of the papers. Legal documents: they stand in Russian whatever the language.

Sources: S1 2.6 (application and consent on paper), S1 App.4 and App.5, S3, S4 (regulation of the
journal, order, undertaking of confidentiality); 152-FZ art. 9 part 4.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.joining.consent_text import default_text
from services.regulation.profile import SchoolProfile
from services.reports.papers.blocks import Blank, Heading, Paper, Points, Sign, Text
from services.reports.papers.guides import parents_guide, teachers_guide
from services.reports.words import number_text
from services.vocabulary import ConsentPurpose, ContentMode

__all__ = ["PAPERS", "PaperKind", "find_paper"]

_EMPTY = "______________________________"
_MODES = {
    ContentMode.FULL: "с именем ребёнка, предметом и отметкой",
    ContentMode.ALIAS: "с обозначением, которое выбрал родитель, вместо имени",
    ContentMode.SIGNAL: "без имени, предмета и отметки: только «есть новая запись»",
}


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One paper: its name on the command line, what people call it, how it is made."""

    key: str
    title: str
    words: tuple[str, ...]
    make: Callable[[SchoolProfile], Paper]


def _name(profile: SchoolProfile) -> str:
    return profile.name or profile.short_name or _EMPTY


def _head(profile: SchoolProfile) -> list[Text]:
    return [
        Text(f"Директору: {_name(profile)}", is_right=True),
        Text(f"Адрес школы: {profile.address or _EMPTY}", is_right=True),
    ]


def _application(profile: SchoolProfile) -> Paper:
    return Paper(
        "Заявление о доступе к электронному журналу",
        (
            *_head(profile),
            Blank("от (фамилия, имя, отчество родителя, законного представителя)"),
            Blank("проживающего(ей) по адресу"),
            Blank("документ, удостоверяющий личность: вид, серия, номер, когда и кем выдан"),
            Blank("документ о полномочиях (свидетельство о рождении, акт об опеке): реквизиты"),
            Text(
                "Прошу открыть мне доступ к сведениям об обучении моего ребёнка в чате школы "
                "(отметки, посещаемость, расписание, домашние задания)."
            ),
            Blank("ребёнок: фамилия, имя, отчество"),
            Blank("класс"),
            Blank("кем прихожусь ребёнку"),
            Blank("телефон, которым подтверждается вход"),
            Text("Прошу сообщать мне (нужное отметить):"),
            Text("☐ в чате — согласие на обработку персональных данных прилагается отдельно;"),
            Text(
                "☐ на бумаге — распечатка не реже одного раза в неделю у классного руководителя."
            ),
            Text(
                "Об изменении телефона и других сведений обязуюсь сообщить в школу письменно. "
                "С регламентом электронного журнала ознакомлен(а)."
            ),
            Sign("Заявитель"),
            Text("Заполняет школа:"),
            Blank("№ и дата регистрации заявления"),
            Sign("Документы проверил(а)"),
        ),
    )


def _consent(profile: SchoolProfile) -> Paper:
    opening, _, points = default_text(ConsentPurpose.DELIVERY, profile).partition("\n\n")
    lines = tuple(point.split(". ", 1)[-1] for point in points.splitlines())
    # In the chat the last point says which button gives the consent; here a signature does.
    lines = (*lines[:-1], "Согласие даётся подписью на этом листе; он хранится в школе.")
    return Paper(
        "Согласие на обработку персональных данных",
        (
            Blank("Я, законный представитель (фамилия, имя, отчество)"),
            Blank("адрес"),
            Blank("документ, удостоверяющий личность: вид, серия, номер, когда и кем выдан"),
            Blank("документ о полномочиях: реквизиты"),
            Blank("ребёнок: фамилия, имя, отчество, класс"),
            Text(opening),
            Points(lines),
            Text(
                "Этот лист — отдельный документ и не объединяется с заявлением, договором или "
                "другими бумагами (ч. 1 ст. 9 152-ФЗ в редакции 156-ФЗ от 24.06.2025)."
            ),
            Sign("Законный представитель"),
        ),
    )


def _regulation(profile: SchoolProfile) -> Paper:
    threshold = number_text(profile.mark_threshold, places=2)
    quiet = (
        f"с {profile.quiet_hours[0]:%H:%M} до {profile.quiet_hours[1]:%H:%M}"
        if profile.quiet_hours is not None
        else "не установлены"
    )
    return Paper(
        "Регламент ведения электронного журнала и дневника",
        (
            Text(f"УТВЕРЖДЕНО приказом директора № {_EMPTY}", is_right=True),
            Text(_name(profile), is_right=True),
            Heading("1. Общие положения"),
            Points(
                (
                    (
                        "Регламент определяет ведение электронного журнала в школе: "
                        f"{_name(profile)}."
                    ),
                    (
                        "Журнал школа ведёт по закону об образовании (ст. 28, 44 273-ФЗ); "
                        "согласие "
                        "нужно только для сообщений в мессенджере."
                    ),
                    (
                        "Каждая запись и каждое исправление сохраняются с автором, временем и "
                        "прежним "
                        "значением; цепочка записей проверяется."
                    ),
                )
            ),
            Heading("2. Сроки для учителя"),
            Points(
                (
                    "Отсутствующие отмечаются в течение 10 минут от начала урока.",
                    "Тема, посещаемость и отметка за устный ответ — в день урока.",
                    "Контрольная работа — в течение 3 дней, другая письменная — 7 дней.",
                    (
                        f"Домашнее задание — не позднее {profile.homework_minutes} минут после "
                        "последнего урока класса."
                    ),
                    (
                        f"Отметки за период — в течение {profile.final_days} дней после его "
                        "окончания."
                    ),
                    "Замена отражается в момент записи урока.",
                )
            ),
            Heading("3. Отметки"),
            Points(
                (
                    (
                        "Шкала 2–5; контрольная работа имеет вес 2, остальные — 1, если школа не "
                        "решила иначе."
                    ),
                    (
                        f"Программа предлагает отметку за период по средневзвешенному: «3» от "
                        f"{threshold}, «4» и «5» на единицу и две выше; отметку выставляет "
                        "учитель."
                    ),
                    (
                        f"Для отметки за период нужно не менее {profile.minimum_marks} текущих "
                        f"отметок, за полугодие — {profile.minimum_marks_half_year}."
                    ),
                    (
                        "«н/а» возможна, если пропущено больше половины уроков и отметок меньше "
                        "минимума."
                    ),
                )
            ),
            Heading("4. Семьи"),
            Points(
                (
                    (
                        "Об отсутствии семья узнаёт сразу после выдержки, об отметках — в тот "
                        "же день, "
                        "об итоговых — не позднее суток."
                    ),
                    (
                        f"Сообщения идут {_MODES[profile.content_mode]}; о болезни в сообщениях "
                        "не "
                        "говорится."
                    ),
                    f"Тихие часы: {quiet}.",
                    "Сводка об успехах — не реже одного раза в две недели.",
                    (
                        "Кто отказался от чата или не подключён, получает распечатку не реже "
                        "одного "
                        "раза в 7 дней под подпись."
                    ),
                )
            ),
            Heading("5. Хранение"),
            Points(
                (
                    "Резервная копия — ежедневно, на двух внешних носителях — еженедельно.",
                    (
                        "Архив — ежемесячно и по окончании периода, на двух носителях в разных "
                        "помещениях; ключ или пароль знает только директор."
                    ),
                    "Данные чата уничтожаются на следующий день после отзыва согласия, с актом.",
                )
            ),
            Heading("6. Ответственные"),
            Points(
                (
                    f"За обработку персональных данных: {profile.data_officer or _EMPTY}.",
                    f"За ведение журнала: {_EMPTY}.",
                    f"За резервные копии и архив: {_EMPTY}.",
                )
            ),
        ),
    )


def _order(profile: SchoolProfile) -> Paper:
    year = profile.academic_year or "20__/20__"
    decision = (
        f"Основание для использования мессенджера: {profile.channel_decision}."
        if profile.channel_decision
        else f"Основание для использования мессенджера (решение школы): {_EMPTY}."
    )
    return Paper(
        "Приказ о ведении электронного журнала",
        (
            Text(_name(profile)),
            Text(profile.address or _EMPTY),
            Text("ПРИКАЗ № ______ от «___» ______________ 20__ г."),
            Text(
                "В целях учёта хода и результатов обучения (п. 10, 11 ч. 3 ст. 28 273-ФЗ) и "
                "информирования родителей"
            ),
            Text("ПРИКАЗЫВАЮ:"),
            Points(
                (
                    f"Вести в {year} учебном году электронный журнал и дневник «Перемена».",
                    "Утвердить Регламент ведения электронного журнала и дневника (приложение).",
                    (
                        f"Назначить ответственным за обработку персональных данных: "
                        f"{profile.data_officer or _EMPTY}."
                    ),
                    f"Назначить администратором журнала: {_EMPTY}.",
                    f"Назначить ответственным за резервные копии и архив: {_EMPTY}.",
                    decision,
                    (
                        "Классным руководителям до 6 сентября сверить списки и вручать распечатки "
                        "семьям, которые не получают сообщений в чате, не реже одного раза в "
                        "неделю."
                    ),
                    "Заместителю директора контролировать сроки записей еженедельно.",
                    f"Контроль за исполнением приказа возложить на: {_EMPTY}.",
                )
            ),
            Sign("Директор"),
            Text("С приказом ознакомлены:"),
            Sign("Администратор"),
            Sign("Заместитель директора"),
        ),
    )


def _confidentiality(profile: SchoolProfile) -> Paper:
    return Paper(
        "Обязательство о неразглашении персональных данных",
        (
            *_head(profile),
            Blank("Я (фамилия, имя, отчество, должность)"),
            Text(
                "предупреждён(а), что при работе с электронным журналом мне станут известны "
                "персональные данные учеников, родителей и работников школы, и обязуюсь:"
            ),
            Points(
                (
                    "не сообщать их никому, кроме тех, кому они положены по должности или закону;",
                    "не передавать никому телефон с открытым журналом, пароль и коды приглашений;",
                    (
                        "не пересылать сведения журнала в общие и чужие чаты, не хранить их "
                        "фотографии и копии дольше, чем нужно для работы;"
                    ),
                    "не сообщать сведений о здоровье, семье и успехах одного ребёнка другим;",
                    (
                        "об утере телефона или подозрении, что журнал открыт чужому, сообщить "
                        "администратору в тот же день;"
                    ),
                    "при увольнении вернуть носители и списки.",
                )
            ),
            Text(
                "Об ответственности по ст. 13.11 КоАП РФ и ст. 90 ТК РФ предупреждён(а). Памятку "
                "о работе с журналом получил(а)."
            ),
            Sign("Работник"),
            Sign("Обязательство принял(а)"),
        ),
    )


PAPERS: Mapping[str, PaperKind] = {
    one.key: one
    for one in (
        PaperKind("application", "Заявление о доступе", ("заявление",), _application),
        PaperKind("consent-paper", "Согласие на бумаге", ("согласие", "consent"), _consent),
        PaperKind("regulation", "Регламент журнала", ("регламент", "положение"), _regulation),
        PaperKind("order", "Приказ о журнале", ("приказ",), _order),
        PaperKind(
            "confidentiality",
            "Обязательство о неразглашении",
            ("обязательство", "неразглашение"),
            _confidentiality,
        ),
        PaperKind("help", "Памятка для родителей", ("памятка",), parents_guide),
        PaperKind("help-teachers", "Памятка для учителя", ("памятка учителю",), teachers_guide),
    )
}


def find_paper(word: str) -> PaperKind | None:
    """Return the paper of a name, or of a word people use for it."""
    wanted = word.strip().casefold().replace("_", "-")
    return PAPERS.get(wanted) or next(
        (one for one in PAPERS.values() if wanted in one.words), None
    )
