"""The files of OneRoster, their columns, and its words for ours."""

from collections.abc import Mapping

from services.vocabulary import Assessment, PeriodKind, Role

__all__ = [
    "ASSESSMENTS",
    "COLUMNS",
    "EXTENSIONS",
    "FILES",
    "GUARDIAN_ROLES",
    "HOMEROOM_COURSE",
    "MANIFEST",
    "ROLES",
    "ROLE_WORDS",
    "SESSION_TYPES",
    "SYSTEM",
    "VERSIONS",
]

MANIFEST = "manifest.csv"
VERSIONS = ("1.1", "1.2")
HOMEROOM_COURSE = "homeroom"  # every class needs a course; a homeroom is none of a subject
SYSTEM = "Peremena"  # as manifest.csv names who wrote it

# The columns read of each file: what is needed stands first, what may be missing after None.
_ID = "sourcedId"
FILES: Mapping[str, tuple[str, ...]] = {
    "orgs.csv": (_ID, "name", "type"),
    "academicSessions.csv": (_ID, "title", "type", "startDate", "endDate"),
    "courses.csv": (_ID, "title"),
    "classes.csv": (_ID, "title", "classType", "courseSourcedId"),
    "users.csv": (_ID, "givenName", "familyName"),
    "enrollments.csv": (_ID, "classSourcedId", "userSourcedId", "role"),
}

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "orgs.csv": (
        _ID, "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId",
    ),
    "academicSessions.csv": (
        _ID, "status", "dateLastModified", "title", "type", "startDate", "endDate",
        "parentSourcedId", "schoolYear", "metadata.grades", "metadata.subject",
        "metadata.marksUntil",
    ),
    "courses.csv": (
        _ID, "status", "dateLastModified", "schoolYearSourcedId", "title", "courseCode", "grades",
        "orgSourcedId", "subjects", "subjectCodes", "metadata.assessment", "metadata.homework",
    ),
    "classes.csv": (
        _ID, "status", "dateLastModified", "title", "grades", "courseSourcedId", "classCode",
        "classType", "location", "schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes",
        "periods", "metadata.isWholeClass",
    ),
    "users.csv": (
        _ID, "status", "dateLastModified", "enabledUser", "username", "userIds", "givenName",
        "familyName", "middleName", "identifier", "email", "sms", "phone", "agentSourcedIds",
        "grades", "password", "userMasterIdentifier", "resourceSourcedIds",
        "preferredGivenName", "preferredMiddleName", "preferredFamilyName",
        "primaryOrgSourcedId", "pronouns",
    ),
    "roles.csv": (
        _ID, "status", "dateLastModified", "userSourcedId", "roleType", "role", "beginDate",
        "endDate", "orgSourcedId", "userProfileSourcedId",
    ),
    "enrollments.csv": (
        _ID, "status", "dateLastModified", "classSourcedId", "schoolSourcedId", "userSourcedId",
        "role", "primary", "beginDate", "endDate", "metadata.hoursPerWeek",
    ),
}  # fmt: skip

# What OneRoster has no word for is an extension of its vocabulary, as it allows: «ext:…».
EXTENSIONS = "ext:"
ROLE_WORDS: Mapping[Role, str] = {
    Role.TEACHER: "teacher",
    Role.DIRECTOR: "principal",
    Role.ADMINISTRATOR: "siteAdministrator",
    Role.SOCIAL_PEDAGOGUE: "counselor",
    Role.DEPUTY_HEAD: "ext:deputyHead",
    Role.SECRETARY: "ext:secretary",
    Role.DISPATCHER: "ext:dispatcher",
    Role.PSYCHOLOGIST: "ext:psychologist",
}
# As the sheet «Сотрудники» calls them.
ROLES: Mapping[str, str] = {
    "teacher": "teacher",
    "aide": "teacher",
    "principal": "director",
    "siteadministrator": "administrator",
    "administrator": "administrator",
    "counselor": "соцпедагог",
    "ext:deputyhead": "deputy head",
    "ext:secretary": "secretary",
    "ext:dispatcher": "dispatcher",
    "ext:psychologist": "психолог",
}
GUARDIAN_ROLES = frozenset({"guardian", "parent", "relative"})
ASSESSMENTS: Mapping[Assessment, str] = {
    Assessment.MARKS: "marks",
    Assessment.PASS_FAIL: "pass",
    Assessment.NONE: "none",
}
SESSION_TYPES: Mapping[PeriodKind, str] = {
    PeriodKind.QUARTER: "gradingPeriod",
    PeriodKind.TRIMESTER: "term",
    PeriodKind.HALF_YEAR: "semester",
}
