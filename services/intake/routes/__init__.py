"""What of intake REST offers: signals, consultations and cases, persons."""

from __future__ import annotations

from services.intake.routes.departments import DEPARTMENTS
from services.intake.routes.identity import IDENTITY
from services.intake.routes.meetings import MEETINGS
from services.intake.routes.signals import SIGNALS
from services.intake.schemas import cases as case_schemas
from services.intake.schemas import persons as person_schemas
from services.intake.schemas import shared as schemas
from tsunagu.contracts.payload import Payload
from tsunagu.contracts.route_kinds import ask, do
from tsunagu.contracts.routes import ANYBODY, CASEWORKER, Route


def _of_case(step: str, method: str, ja: str, en: str, body: type[Payload]) -> Route:
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
        body=case_schemas.Consultation,
        status=201,
    ),
    ask(
        "/cases",
        "list_cases",
        "ケースの一覧（期限順）",
        "Cases by due date",
        case_schemas.CaseQuery,
    ),
    ask("/cases/<id>", "get_case", "ケース", "One case"),
    ask(
        "/cases/<id>/timeline",
        "case_timeline",
        "ケースの経過（全窓口）",
        "The whole course, every desk's steps in it",
    ),
    _of_case("screening", "screen", "スクリーニング", "Screening", case_schemas.Screening),
    _of_case("assessment", "assess", "アセスメント", "Assessment", case_schemas.Assessment),
    _of_case("plan", "make_plan", "支援プラン", "Plan", case_schemas.Plan),
    do(
        "/cases/<case_id>/journal",
        "write_journal",
        "支援経過記録",
        "Journal entry",
        case_schemas.Journal,
        acting={CASEWORKER: "desk"},
    ),
    _of_case("next-step", "set_next_step", "次の一歩", "Next step", schemas.NextStep),
    _of_case("work", "find_work", "仕事が決まった", "Found work", case_schemas.Outcome),
    _of_case("income", "increase_income", "収入が増えた", "Income increased", case_schemas.Outcome),
    _of_case("ending", "end_case", "終結", "Ending", case_schemas.Ending),
)

PERSON = "/persons/<person_id>"

PERSONS = (
    Route(
        verb="POST",
        path="/persons",
        method="register_person",
        ja="本人を登録",
        en="Register a person",
        body=person_schemas.RegisterPerson,
        status=201,
    ),
    ask(
        PERSON,
        "read_person",
        "本人の情報を見る（記録に残る）",
        "Read personal details; the reading is recorded",
        person_schemas.Purpose,
    ),
    Route(
        verb="POST",
        path=f"{PERSON}/correction",
        method="correct_person",
        ja="本人の情報を直す",
        en="Correct personal details",
        body=person_schemas.CorrectPerson,
    ),
    ask(f"{PERSON}/consents", "list_consents", "本人同意", "Consents"),
    Route(
        verb="POST",
        path=f"{PERSON}/consents",
        method="give_consent",
        ja="本人同意を記録",
        en="Record a consent",
        body=person_schemas.Consent,
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
        body=person_schemas.PublicAssistance,
        status=201,
    ),
    Route(
        verb="POST",
        path="/public-assistance/applications",
        method="record_application",
        ja="生活保護の申請",
        en="An application for public assistance",
        body=person_schemas.PublicAssistance,
        status=201,
    ),
)

ISSUES = ask("/issues", "list_issues", "課題の一覧", "All issues", roles=ANYBODY)

ROUTES = (*SIGNALS, *DEPARTMENTS, *CASES, *IDENTITY, *PERSONS, *MEETINGS, ISSUES)
