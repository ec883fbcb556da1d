"""The truth about what was written in a thread: it is told once, as it was written."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.conversations import repository
from services.conversations.addressing import about_from_json
from services.news import repository as news_repository
from services.news.facts import AnswerNews, News, QuestionNews
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.roster.names import names_of

__all__ = ["TalkSource"]


class TalkSource:
    """Messages of threads."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; nobody is told of what they have written themselves."""
        looks = [look for group in groups for look in group]
        rows = await repository.messages_by_id(session, {look.fact.id for look in looks})
        pupils = await news_repository.students(
            session, {talk.student_id for _, talk in rows.values()}, on=moment.today
        )
        names = await names_of(
            session,
            {one for row, talk in rows.values() for one in (row.author_id, talk.teacher_id)},
        )
        first = await repository.first_messages(session, {talk.id for _, talk in rows.values()})
        found: dict[int, Looked[News]] = {}
        for look in looks:
            row, talk = rows.get(look.fact.id, (None, None))
            is_own = row is not None and row.author_id == look.person_id
            if row is None or talk is None or is_own or look.told is not None:
                found[look.notice_id] = NOTHING_NEW
                continue
            about = about_from_json(talk.topic, talk.about)
            pupil = pupils[talk.student_id].name
            news: News
            if look.student_id is None:
                news = QuestionNews(
                    talk_id=talk.id,
                    pupil=pupil,
                    author=names[row.author_id],
                    about=about,
                    text=row.text,
                    is_students=talk.asker_id == talk.student_id,
                )
            else:
                news = AnswerNews(
                    child=pupil,
                    talk_id=talk.id,
                    teacher=names[talk.teacher_id],
                    about=about,
                    text=row.text,
                    is_childs=row.author_id != talk.teacher_id,
                    can_answer=look.person_id == talk.asker_id,
                    is_letter=row.author_id == talk.teacher_id and row.id in first,
                )
            found[look.notice_id] = Looked(news=news, revision=look.revision, value={})
        return found
