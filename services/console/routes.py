"""Every REST route: who may, which service answers, what goes in. OpenAPI is written from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from marshmallow import Schema

from services.console import shapes

CASEWORKER, DEPARTMENT, READER, OPS = "caseworker", "department", "reader", "ops"
ANYBODY = (CASEWORKER, DEPARTMENT, READER, OPS)
DESK_WORK = (CASEWORKER,)
NAMED = "*"  # the service named in the path
FIGURES = (CASEWORKER, READER, OPS)


@dataclass(frozen=True)
class Route:
    """One verb on one path.

    `call` is `service.method`; path parameters, body and query become its arguments.
    `acting`: role → the argument that the caller's own desk or department fills.
    """

    verb: str
    path: str
    call: str
    ja: str
    en: str
    roles: tuple[str, ...] = DESK_WORK
    body: type[Schema] | None = None
    query: type[Schema] | None = None
    acting: dict[str, str] = field(default_factory=dict)
    status: int = 200

    @property
    def service(self) -> str:
        return self.call.partition(".")[0]

    @property
    def method(self) -> str:
        return self.call.partition(".")[2]

    @property
    def parameters(self) -> list[str]:
        """Names of the path parameters."""
        return re.findall(r"<(\w+)>", self.path)


def _of_case(step: str, method: str, ja: str, en: str, body: type[Schema]) -> Route:
    return Route("POST", f"/cases/<case_id>/{step}", f"intake.{method}", ja, en, body=body)


def _move(step: str, method: str, ja: str, en: str, body: type[Schema]) -> Route:
    path = f"/referrals/<referral_id>/{step}"
    return Route("POST", path, f"referral.{method}", ja, en, body=body, acting=BY)


def _ops(
    verb: str, path: str, method: str, ja: str, en: str, body: type[Schema] | None = None
) -> Route:
    """An operation on the service that the path names."""
    status = 202 if body else 200
    path = f"/ops/services/<service>/{path}"
    return Route(verb, path, f"{NAMED}.{method}", ja, en, (OPS,), body=body, status=status)


BY = {CASEWORKER: "by"}
OWN = {DEPARTMENT: "department"}
SENDERS = (DEPARTMENT, CASEWORKER)
SIGNAL = "/signals/<signal_id>"

ROUTES = (
    # -- signals ------------------------------------------------------------------------------
    Route(
        "POST",
        "/signals",
        "intake.receive_signal",
        "困窮の端緒を知らせる",
        "Notify that somebody may be in hardship",
        roles=(DEPARTMENT,),
        body=shapes.Signal,
        acting=OWN,
        status=202,
    ),
    Route(
        "GET",
        SIGNAL,
        "intake.get_signal",
        "知らせたことのその後",
        "What became of a signal",
        roles=SENDERS,
        acting=OWN,
    ),
    Route(
        "GET",
        "/signals",
        "intake.list_signals",
        "端緒の一覧",
        "Signals by due date",
        roles=SENDERS,
        query=shapes.SignalQuery,
        acting=OWN,
    ),
    Route(
        "POST",
        f"{SIGNAL}/encouragement",
        "intake.encourage",
        "利用勧奨と本人の答えを記録",
        "Record the encouragement and the person's answer",
        body=shapes.Encouragement,
    ),
    Route(
        "POST",
        f"{SIGNAL}/next-step",
        "intake.set_signal_next_step",
        "次の一歩を決める",
        "Set the next step",
        body=shapes.NextStep,
    ),
    Route(
        "POST",
        f"{SIGNAL}/connection",
        "intake.connect_signal",
        "ケースにつなぐ",
        "Connect it with a case",
        body=shapes.Connection,
    ),
    Route(
        "POST",
        f"{SIGNAL}/closing",
        "intake.close_signal",
        "理由をつけて閉じる",
        "Close it with a reason",
        body=shapes.Closing,
    ),
    # -- consultations and cases --------------------------------------------------------------
    Route(
        "POST",
        "/consultations",
        "intake.accept_consultation",
        "相談を受け付ける（断らない）",
        "Accept a consultation; never refused",
        body=shapes.Consultation,
        status=201,
    ),
    Route(
        "GET",
        "/cases",
        "intake.list_cases",
        "ケースの一覧（期限順）",
        "Cases by due date",
        query=shapes.CaseQuery,
    ),
    Route("GET", "/cases/<id>", "intake.get_case", "ケース", "One case"),
    Route(
        "GET",
        "/cases/<id>/timeline",
        "intake.case_timeline",
        "ケースの経過（全窓口）",
        "The whole course, every desk's steps in it",
    ),
    _of_case("screening", "screen", "スクリーニング", "Screening", shapes.Screening),
    _of_case("assessment", "assess", "アセスメント", "Assessment", shapes.Assessment),
    _of_case("plan", "make_plan", "支援プラン", "Plan", shapes.Plan),
    Route(
        "POST",
        "/cases/<case_id>/journal",
        "intake.write_journal",
        "支援経過記録",
        "Journal entry",
        body=shapes.Journal,
        acting={CASEWORKER: "desk"},
    ),
    _of_case("next-step", "set_next_step", "次の一歩", "Next step", shapes.CaseNextStep),
    _of_case("work", "find_work", "仕事が決まった", "Found work", shapes.Outcome),
    _of_case("income", "increase_income", "収入が増えた", "Income increased", shapes.Outcome),
    _of_case("ending", "end_case", "終結", "Ending", shapes.Ending),
    # -- persons ------------------------------------------------------------------------------
    Route(
        "POST",
        "/persons",
        "intake.register_person",
        "本人を登録",
        "Register a person",
        body=shapes.RegisterPerson,
        status=201,
    ),
    Route(
        "GET",
        "/persons/<person_id>",
        "intake.read_person",
        "本人の情報を見る（記録に残る）",
        "Read personal details; the reading is recorded",
        query=shapes.Purpose,
    ),
    Route(
        "POST",
        "/persons/<person_id>/correction",
        "intake.correct_person",
        "本人の情報を直す",
        "Correct personal details",
        body=shapes.CorrectPerson,
    ),
    Route("GET", "/persons/<person_id>/consents", "intake.list_consents", "本人同意", "Consents"),
    Route(
        "POST",
        "/persons/<person_id>/consents",
        "intake.give_consent",
        "本人同意を記録",
        "Record a consent",
        body=shapes.Consent,
        status=201,
    ),
    Route(
        "POST",
        "/persons/<person_id>/consents/<consent_id>/withdrawal",
        "intake.withdraw_consent",
        "同意の撤回",
        "Withdraw a consent",
        body=shapes.OnDay,
    ),
    Route(
        "POST",
        "/public-assistance/interviews",
        "intake.record_interview",
        "生活保護の面接相談",
        "A public assistance interview",
        body=shapes.PublicAssistance,
        status=201,
    ),
    Route(
        "POST",
        "/public-assistance/applications",
        "intake.record_application",
        "生活保護の申請",
        "An application for public assistance",
        body=shapes.PublicAssistance,
        status=201,
    ),
    # -- desks --------------------------------------------------------------------------------
    Route("GET", "/desks", "referral.list_desks", "窓口の一覧", "All desks", roles=ANYBODY),
    Route("GET", "/issues", "intake.list_issues", "課題の一覧", "All issues", roles=ANYBODY),
    Route(
        "PUT",
        "/desks/own/capacity",
        "referral.set_capacity",
        "自分の窓口の空き",
        "Capacity of your own desk",
        body=shapes.Capacity,
        acting={CASEWORKER: "desk"},
    ),
    Route(
        "PUT",
        "/desks/own/clock",
        "referral.set_clock",
        "自分の窓口の期限",
        "A clock of your own desk",
        body=shapes.Clock,
        acting={CASEWORKER: "desk"},
    ),
    # -- referrals ----------------------------------------------------------------------------
    Route(
        "GET",
        "/referrals",
        "referral.list_referrals",
        "つなぐシートの一覧",
        "Sheets by due date",
        query=shapes.ReferralQuery,
    ),
    Route(
        "POST",
        "/referrals",
        "referral.refer",
        "つなぐシートを書いて送る",
        "Write and send a sheet",
        body=shapes.Refer,
        acting=BY,
        status=201,
    ),
    Route(
        "POST",
        "/referrals/drafts",
        "referral.write_sheet",
        "下書きする",
        "Write a draft",
        body=shapes.Draft,
        acting=BY,
        status=201,
    ),
    Route("GET", "/referrals/<id>", "referral.get_referral", "つなぐシート", "One sheet"),
    Route(
        "GET",
        "/referrals/<id>/history",
        "referral.referral_history",
        "シートの経過",
        "Its course",
    ),
    Route(
        "GET",
        "/referrals/<referral_id>/preview",
        "referral.preview",
        "受ける前に見る（匿名）",
        "What the receiver sees before it accepts",
        acting=BY,
    ),
    Route(
        "GET",
        "/referrals/<referral_id>/sheet",
        "referral.read_sheet",
        "シートを読む（記録に残る）",
        "Read the whole sheet; the reading is recorded",
        query=shapes.Purpose,
        acting=BY,
    ),
    _move("request", "request", "送る", "Send the draft", shapes.Request),
    _move("accept", "accept", "受け入れる", "Accept", shapes.Move),
    _move("reject", "reject", "断る（理由）", "Reject, with a reason", shapes.MoveWithReason),
    _move("start", "start", "支援を始める", "Start", shapes.Move),
    _move("hold", "hold", "保留（理由）", "Put on hold, with a reason", shapes.MoveWithReason),
    _move("resume", "resume", "再開", "Resume", shapes.Move),
    _move("complete", "complete", "完了（結果）", "Complete, with an outcome", shapes.Completion),
    _move("fail", "fail", "不成立（理由）", "Fail, with a reason", shapes.MoveWithReason),
    _move("cancel", "cancel", "取り消す（理由）", "Cancel, with a reason", shapes.MoveWithReason),
    _move("enter-in-error", "enter_in_error", "誤って書いた", "Entered in error", shapes.Move),
    _move("status", "note_status", "途中のようす", "Note a status", shapes.Status),
    # -- needs --------------------------------------------------------------------------------
    Route(
        "GET",
        "/needs",
        "referral.list_needs",
        "困りごとの一覧（期限順）",
        "Open needs by due date",
        query=shapes.NeedQuery,
    ),
    Route(
        "POST",
        "/needs/<need_id>/place",
        "referral.place_need",
        "次の一歩を決める",
        "Set its next step",
        body=shapes.Place,
        acting=BY,
    ),
    Route(
        "POST",
        "/needs/<need_id>/closing",
        "referral.close_need",
        "理由をつけて閉じる",
        "Close it with a reason",
        body=shapes.CloseNeed,
        acting=BY,
    ),
    # -- reports ------------------------------------------------------------------------------
    Route("GET", "/reports", "reporting.list_reports", "報告の一覧", "All reports", roles=FIGURES),
    Route(
        "GET",
        "/reports/<name>",
        "reporting.report",
        "報告",
        "One report",
        roles=FIGURES,
        query=shapes.ReportQuery,
    ),
    Route(
        "GET",
        "/fiscal-years",
        "reporting.fiscal_years",
        "記録のある年度",
        "Fiscal years on record",
        roles=FIGURES,
    ),
    # -- operations ---------------------------------------------------------------------------
    Route("GET", "/ops/services", "console.services", "サービスの一覧", "All services", (OPS,)),
    Route(
        "GET",
        "/ops/lag",
        "console.lags",
        "どこまで届いたか（全サービス）",
        "How far everything is",
        (OPS,),
    ),
    Route(
        "POST",
        "/ops/import",
        "console.bring_in",
        "過去の記録を取り込む",
        "Bring past records in",
        (OPS,),
        body=shapes.ImportLines,
    ),
    _ops("GET", "health", "health", "健康状態", "Health"),
    _ops("GET", "lag", "lag", "どこまで届いたか", "How far it is"),
    _ops("POST", "jobs", "start_job", "検証・作り直し", "verify or rebuild", shapes.StartJob),
    _ops("GET", "jobs/<id>", "job", "処理の進みと結果", "Progress and result of a job"),
    _ops("GET", "parked", "parked_list", "保留の一覧", "What is parked"),
    _ops("GET", "parked/<id>", "parked_show", "保留を見る（記録に残る）", "One parked message"),
    _ops("POST", "parked/<id>/retry", "parked_retry", "もう一度", "Try it again"),
    _ops("DELETE", "parked/<id>", "parked_discard", "捨てる", "Discard it"),
    # -- tokens -------------------------------------------------------------------------------
    Route("GET", "/tokens", "console.list_tokens", "トークンの一覧", "All tokens", roles=(OPS,)),
    Route(
        "POST",
        "/tokens",
        "console.issue_token",
        "トークンを出す（一度だけ見える）",
        "Issue a token; shown once",
        roles=(OPS,),
        body=shapes.NewToken,
        status=201,
    ),
    Route(
        "DELETE",
        "/tokens/<id>",
        "console.revoke_token",
        "トークンを取り消す",
        "Revoke a token",
        roles=(OPS,),
    ),
)
