"""What of intake REST offers: signals, consultations and cases, persons."""

from __future__ import annotations

from marshmallow import Schema

from services.intake import schemas, schemas_cases, schemas_persons
from services.intake.rest_departments import DEPARTMENTS
from services.intake.rest_identity import IDENTITY
from services.intake.rest_meetings import MEETINGS
from services.intake.rest_signals import SIGNALS
from tsunagu.rest import ANYBODY, CASEWORKER, Route


def _of_case(step: str, method: str, ja: str, en: str, body: type[Schema]) -> Route:
    """A step of a case; whoever read a version may say so."""
    path = f"/cases/<case_id>/{step}"
    return Route(verb="POST", path=path, method=method, ja=ja, en=en, body=body, versioned=True)


CASES = (
    Route(
        verb="POST",
        path="/consultations",
        method="accept_consultation",
        ja="相談を受け付ける（断らない）",
        en="Accept a consultation; never refused",
        body=schemas_cases.Consultation,
        status=201,
    ),
    Route(
        verb="GET",
        path="/cases",
        method="list_cases",
        ja="ケースの一覧（期限順）",
        en="Cases by due date",
        query=schemas_cases.CaseQuery,
    ),
    Route(verb="GET", path="/cases/<id>", method="get_case", ja="ケース", en="One case"),
    Route(
        verb="GET",
        path="/cases/<id>/timeline",
        method="case_timeline",
        ja="ケースの経過（全窓口）",
        en="The whole course, every desk's steps in it",
    ),
    _of_case("screening", "screen", "スクリーニング", "Screening", schemas_cases.Screening),
    _of_case("assessment", "assess", "アセスメント", "Assessment", schemas_cases.Assessment),
    _of_case("plan", "make_plan", "支援プラン", "Plan", schemas_cases.Plan),
    Route(
        verb="POST",
        path="/cases/<case_id>/journal",
        method="write_journal",
        ja="支援経過記録",
        en="Journal entry",
        body=schemas_cases.Journal,
        acting={CASEWORKER: "desk"},
        versioned=True,
    ),
    _of_case("next-step", "set_next_step", "次の一歩", "Next step", schemas.NextStep),
    _of_case("work", "find_work", "仕事が決まった", "Found work", schemas_cases.Outcome),
    _of_case(
        "income", "increase_income", "収入が増えた", "Income increased", schemas_cases.Outcome
    ),
    _of_case("ending", "end_case", "終結", "Ending", schemas_cases.Ending),
)

PERSON = "/persons/<person_id>"

PERSONS = (
    Route(
        verb="POST",
        path="/persons",
        method="register_person",
        ja="本人を登録",
        en="Register a person",
        body=schemas_persons.RegisterPerson,
        status=201,
    ),
    Route(
        verb="GET",
        path=PERSON,
        method="read_person",
        ja="本人の情報を見る（記録に残る）",
        en="Read personal details; the reading is recorded",
        query=schemas_persons.Purpose,
    ),
    Route(
        verb="POST",
        path=f"{PERSON}/correction",
        method="correct_person",
        ja="本人の情報を直す",
        en="Correct personal details",
        body=schemas_persons.CorrectPerson,
    ),
    Route(
        verb="GET",
        path=f"{PERSON}/consents",
        method="list_consents",
        ja="本人同意",
        en="Consents",
    ),
    Route(
        verb="POST",
        path=f"{PERSON}/consents",
        method="give_consent",
        ja="本人同意を記録",
        en="Record a consent",
        body=schemas_persons.Consent,
        status=201,
    ),
    Route(
        verb="POST",
        path=f"{PERSON}/consents/<consent_id>/withdrawal",
        method="withdraw_consent",
        ja="同意の撤回",
        en="Withdraw a consent",
        body=schemas.OnDay,
    ),
    Route(
        verb="POST",
        path="/public-assistance/interviews",
        method="record_interview",
        ja="生活保護の面接相談",
        en="A public assistance interview",
        body=schemas_persons.PublicAssistance,
        status=201,
    ),
    Route(
        verb="POST",
        path="/public-assistance/applications",
        method="record_application",
        ja="生活保護の申請",
        en="An application for public assistance",
        body=schemas_persons.PublicAssistance,
        status=201,
    ),
)

ISSUES = Route(
    verb="GET",
    path="/issues",
    method="list_issues",
    ja="課題の一覧",
    en="All issues",
    roles=ANYBODY,
)

ROUTES = (*SIGNALS, *DEPARTMENTS, *CASES, *IDENTITY, *PERSONS, *MEETINGS, ISSUES)
