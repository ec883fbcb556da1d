"""The words for what somebody is at school."""

from collections.abc import Collection

from services.i18n import gettext as _
from services.vocabulary import Role

__all__ = ["role_names"]


def role_names(roles: Collection[Role]) -> str:
    """Return the names of roles as they stand in a sentence, in a fixed order."""
    names = {
        Role.ADMINISTRATOR: _("administrator"),
        Role.DIRECTOR: _("director"),
        Role.DEPUTY_HEAD: _("deputy head"),
        Role.SECRETARY: _("secretary"),
        Role.DISPATCHER: _("timetable dispatcher"),
        Role.TEACHER: _("teacher"),
        Role.HOMEROOM_TEACHER: _("class teacher"),
        Role.SOCIAL_PEDAGOGUE: _("social pedagogue"),
        Role.PSYCHOLOGIST: _("psychologist"),
        Role.GUARDIAN: _("parent"),
        Role.STUDENT: _("student"),
        Role.COORDINATOR: _("municipal coordinator"),
    }
    return ", ".join(names[role] for role in Role if role in roles)
