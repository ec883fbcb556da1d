"""People of a school and how they belong to it."""

from datetime import date

from sqlalchemy import Date, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.database import Audited, Base, SchoolScoped, id_column, in_school, str_enum
from services.vocabulary import AccessMode, GroupKind, PersonKind, Role

__all__ = [
    "Enrollment",
    "GroupMembership",
    "Guardianship",
    "Person",
    "RoleAssignment",
    "SchoolClass",
    "StudyGroup",
    "TeachingAssignment",
]


class Person(Audited, SchoolScoped, Base):
    """A member of staff, a student or a guardian, as the school's list has them.

    A phone is kept only as a keyed hash of its normal form, with two last digits to show.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "kind", "external_id"),
        Index("ix_person_phone", "school_id", "phone_hash"),
    )

    id: Mapped[int] = id_column()
    kind: Mapped[PersonKind] = mapped_column(str_enum(PersonKind, name="person_kind"))
    external_id: Mapped[str | None] = mapped_column(String(64))
    family_name: Mapped[str] = mapped_column(String(80))
    given_name: Mapped[str] = mapped_column(String(80))
    patronymic: Mapped[str] = mapped_column(String(80), default="")
    birth_date: Mapped[date | None] = mapped_column(Date)
    phone_hash: Mapped[str | None] = mapped_column(String(64))
    phone_tail: Mapped[str | None] = mapped_column(String(2))
    left_on: Mapped[date | None] = mapped_column(Date)


class RoleAssignment(Audited, SchoolScoped, Base):
    """A role of a member of staff; class teacher follows from ``SchoolClass`` instead."""

    __tablename__ = "role_assignment"
    __table_args__ = (
        in_school("person_id", "person"),
        UniqueConstraint("school_id", "person_id", "role"),
    )

    id: Mapped[int] = id_column()
    person_id: Mapped[int]
    role: Mapped[Role] = mapped_column(str_enum(Role, name="role"))


class SchoolClass(SchoolScoped, Base):
    """A class such as 7Б, with its grade level and class teacher."""

    __tablename__ = "school_class"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "name"),
        in_school("homeroom_teacher_id", "person"),
    )

    id: Mapped[int] = id_column()
    name: Mapped[str] = mapped_column(String(20))
    grade_level: Mapped[int] = mapped_column(SmallInteger)
    homeroom_teacher_id: Mapped[int | None]
    shift: Mapped[int] = mapped_column(SmallInteger, default=1)
    bell_set: Mapped[str] = mapped_column(String(60), default="")


class Enrollment(Audited, SchoolScoped, Base):
    """A student in a class from a day to a day (both included; open end: still there)."""

    __tablename__ = "enrollment"
    __table_args__ = (
        in_school("student_id", "person"),
        in_school("school_class_id", "school_class"),
        Index("ix_enrollment_class", "school_id", "school_class_id"),
        Index("ix_enrollment_student", "school_id", "student_id"),
    )

    id: Mapped[int] = id_column()
    student_id: Mapped[int]
    school_class_id: Mapped[int]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)


class Guardianship(Audited, SchoolScoped, Base):
    """A guardian of one child: relation, paper application, access and its dates."""

    __tablename__ = "guardianship"
    __table_args__ = (
        UniqueConstraint("school_id", "guardian_id", "student_id"),
        in_school("guardian_id", "person"),
        in_school("student_id", "person"),
        Index("ix_guardianship_student", "school_id", "student_id"),
    )

    id: Mapped[int] = id_column()
    guardian_id: Mapped[int]
    student_id: Mapped[int]
    relation: Mapped[str] = mapped_column(String(60), default="")
    application_number: Mapped[str] = mapped_column(String(60), default="")
    application_date: Mapped[date | None] = mapped_column(Date)
    access: Mapped[AccessMode] = mapped_column(str_enum(AccessMode, name="access"))
    access_reason: Mapped[str] = mapped_column(String(300), default="")
    access_from: Mapped[date | None] = mapped_column(Date)
    access_to: Mapped[date | None] = mapped_column(Date)


class StudyGroup(SchoolScoped, Base):
    """The unit of teaching: a whole class, or a part of one with dated membership."""

    __tablename__ = "study_group"
    __table_args__ = (
        UniqueConstraint("school_id", "id"),
        UniqueConstraint("school_id", "name", "subject_id"),
        in_school("school_class_id", "school_class"),
        in_school("subject_id", "subject"),
        Index("ix_study_group_class", "school_id", "school_class_id"),
    )

    id: Mapped[int] = id_column()
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[GroupKind] = mapped_column(str_enum(GroupKind, name="group_kind"))
    school_class_id: Mapped[int | None]
    subject_id: Mapped[int | None]


class GroupMembership(SchoolScoped, Base):
    """A student in a study group from a day to a day; whole classes follow from enrolment."""

    __tablename__ = "group_membership"
    __table_args__ = (
        in_school("study_group_id", "study_group"),
        in_school("student_id", "person"),
        Index("ix_group_membership_student", "school_id", "student_id"),
    )

    id: Mapped[int] = id_column()
    study_group_id: Mapped[int] = mapped_column(index=True)
    student_id: Mapped[int]
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)


class TeachingAssignment(SchoolScoped, Base):
    """Who teaches which subject to which group, and how many hours a week."""

    __tablename__ = "teaching_assignment"
    __table_args__ = (
        UniqueConstraint("school_id", "teacher_id", "study_group_id", "subject_id"),
        in_school("teacher_id", "person"),
        in_school("study_group_id", "study_group"),
        in_school("subject_id", "subject"),
        Index("ix_teaching_assignment_group", "school_id", "study_group_id"),
    )

    id: Mapped[int] = id_column()
    teacher_id: Mapped[int]
    study_group_id: Mapped[int]
    subject_id: Mapped[int]
    hours_per_week: Mapped[int] = mapped_column(SmallInteger, default=0)
