"""Past records: each kind of line taken as it is, or refused with its field and remedy."""

import itertools
import json

import pytest

from services.intake.domain.case import CHANNELS, ENDINGS, Case
from tsunagu.hosting.record_import import ImportContext

persons = itertools.count(1)
DAY = "2018-05-07"


@pytest.fixture
def history(intake):
    return History(intake)


class History:
    """The past of one person nobody else has."""

    def __init__(self, intake):
        self.intake = intake
        self.person = f"person-{next(persons)}"
        self.person_id = ImportContext.person_id(self.person)
        self.case_id = ImportContext.case_id(self.person)

    def take(self, *lines):
        return self.intake.take_lines(*(self.line(line) for line in lines))

    def line(self, line):
        return {"person": self.person, "on": DAY} | line

    def taken(self, *lines):
        """The facts these lines become, without their ids."""
        with self.intake.facts() as facts:
            answer = self.take(*lines)
        assert answer["refused"] == [] and answer["not_mine"] == [], answer
        assert answer["accepted"] == len(lines)
        hidden = ("person_id", "case_id", "record_id")
        assert all(data.get("case_id", self.case_id) == self.case_id for _, data in facts)
        assert all(data["person_id"] == self.person_id for _, data in facts)
        return [(kind, {k: v for k, v in d.items() if k not in hidden}) for kind, d in facts]

    def refused(self, line, *before):
        """The fields at fault in a line that leaves nothing; the ones before it are taken."""
        if before:
            self.taken(*before)
        return self.intake.find_line_faults(self.line(line))

    def case(self):
        return self.intake("get_case", id=self.case_id)


def line(do, **other):
    return {"do": do} | other


CONSULTATION = line("consultation", channel="walk_in")
ASSESSMENT = line("assessment", issues=["debt", "illness"], main="debt")
PLAN = line("plan", programmes=["household_budget"], employment_support=True, agreed_on=DAY)
ENDING = line("ending", reason="goal_met")
OPENED = {
    "opening": "opened",
    "owner_desk": "consultation_support",
    "next_step": "assessment",
    "due_on": "2018-05-21",  # ten working days after 2018-05-07
}


# -- each kind of line ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("do", "fact"),
    [
        ("public_assistance_interview", "public_assistance_interviewed"),
        ("public_assistance_application", "public_assistance_applied"),
    ],
)
def test_public_assistance_opens_no_case(history, do, fact):
    assert history.taken(line(do)) == [(fact, {"on": DAY})]
    history.intake.refused("not_found", "get_case", id=history.case_id)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_consultation_by_every_way_in(history, channel):
    [(kind, data)] = history.taken(line("consultation", channel=channel))
    nothing = {"from_desk": None, "signal_kind": None, "signal_id": None}
    assert kind == "consultation_accepted"
    assert data == {"on": DAY, "channel": channel} | OPENED | nothing


@pytest.mark.parametrize("desk", ["tax_collection", "収納課"], ids=["code", "name"])
@pytest.mark.parametrize(
    ("signal", "kind"),
    [("tax_arrears", "tax_arrears"), ("税の滞納", "other"), (None, None)],
    ids=["with_a_code", "with_words", "with_nothing"],
)
def test_a_consultation_brought_by_a_desk(history, desk, signal, kind):
    brought = line("consultation", channel="department", from_desk=desk, signal=signal)
    [(_, data)] = history.taken(brought)
    assert (data["from_desk"], data["signal_kind"]) == ("tax_collection", kind)


def test_consultations_continue_end_and_reopen_one_case(history):
    facts = history.taken(
        CONSULTATION,
        CONSULTATION | {"on": "2018-05-08"},
        ENDING | {"on": "2018-09-01"},
        CONSULTATION | {"on": "2019-04-01"},
    )
    told = [data.get("opening", data.get("reason")) for _, data in facts]
    assert told == ["opened", "continued", "goal_met", "reopened"]
    assert history.case()["state"] == "open"


def test_an_assessment_a_plan_and_outcomes(history):
    facts = history.taken(
        CONSULTATION,
        ASSESSMENT,
        PLAN,
        line("found_work", employer="介護の家", kind="full_time"),
        line("income_increased"),
        ENDING,
    )
    assert facts[1:] == [
        ("assessed", {"on": DAY, "issues": ["debt", "illness"], "main": "debt"}),
        (
            "plan_made",
            {
                "on": DAY,
                "programmes": ["household_budget"],
                "employment_support": True,
                "agreed_on": DAY,
            },
        ),
        ("work_found", {"on": DAY, "kind": "full_time"}),
        ("income_increased", {"on": DAY, "kind": None}),
        ("case_ended", {"on": DAY, "reason": "goal_met"}),
    ]
    case = history.case()
    assert (case["state"], case["main_issue"], case["owner_desk"]) == ("ended", "debt", None)


@pytest.mark.parametrize("do", ["found_work", "income_increased"])
def test_words_for_a_kind_of_work_become_other_and_the_employer_stays_inside(history, do):
    facts = history.taken(CONSULTATION, line(do, employer="秘密", kind="秘密の正社員"))
    assert facts[1][1] == {"on": DAY, "kind": "other"}


@pytest.mark.parametrize("reason", ENDINGS)
def test_every_reason_of_an_ending(history, reason):
    facts = history.taken(CONSULTATION, ENDING | {"reason": reason})
    assert facts[1] == ("case_ended", {"on": DAY, "reason": reason})


def test_words_for_a_reason_become_other(history):
    facts = history.taken(CONSULTATION, ENDING | {"reason": "県外に転出"})
    assert facts[1][1]["reason"] == "other"


@pytest.mark.parametrize(
    "first",
    [ASSESSMENT, PLAN, line("found_work"), line("income_increased")],
    ids=lambda line: line["do"],
)
def test_support_whose_first_consultation_was_never_written_down_opens_the_case(history, first):
    facts = history.taken(first)
    assert facts[0][0] == "next_step_set" and len(facts) == 2
    case = history.case()
    assert (case["state"], case["owner_desk"], case["next_step"]) == (
        "open",
        "consultation_support",
        "assessment",
    )


@pytest.mark.parametrize(
    "late", [ASSESSMENT, PLAN, line("found_work"), ENDING], ids=lambda line: line["do"]
)
def test_records_that_come_after_the_ending_are_taken_too(history, late):
    history.taken(CONSULTATION, ENDING, late | {"on": "2018-06-01"})
    assert history.case()["state"] == "ended"


def test_the_same_line_counts_once_whatever_the_order_of_its_keys(history):
    history.taken(CONSULTATION)
    turned = dict(reversed({"person": history.person, "on": DAY, **CONSULTATION}.items()))
    answer = history.take(CONSULTATION, turned)
    assert (answer["accepted"], answer["already"]) == (0, 2)


def test_one_line_twice_in_a_file_counts_once(history):
    answer = history.take(CONSULTATION, CONSULTATION)
    assert (answer["accepted"], answer["already"]) == (1, 1)


# -- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        (CONSULTATION | {"channel": "carrier_pigeon"}, ["channel"]),
        (line("consultation"), ["channel"]),
        (CONSULTATION | {"from_desk": "the_moon"}, ["from_desk"]),
        (CONSULTATION | {"from_desk": 7}, ["from_desk"]),
        (CONSULTATION | {"colour": "red"}, ["colour"]),
        (line("public_assistance_interview", channel="phone"), ["channel"]),
        (line("public_assistance_application", reason="x"), ["reason"]),
        (ASSESSMENT | {"issues": ["bad_luck"], "main": None}, ["issues.0"]),
        (ASSESSMENT | {"main": "bad_luck"}, ["main"]),
        (ASSESSMENT | {"main": "care"}, ["main"]),
        (ASSESSMENT | {"issues": "debt"}, ["issues"]),
        (line("assessment", main="debt"), ["issues"]),
        (PLAN | {"programmes": ["waterworks"]}, ["programmes.0"]),
        (PLAN | {"employment_support": "perhaps"}, ["employment_support"]),
        (PLAN | {"agreed_on": "someday"}, ["agreed_on"]),
        (PLAN | {"agreed_on": "2999-01-01"}, ["agreed_on"]),
        (line("plan"), ["programmes"]),
        (line("found_work", employer=7), ["employer"]),
        (line("income_increased", kind=["a"]), ["kind"]),
        (line("ending"), ["reason"]),
        (line("ending", reason=""), ["reason"]),
        (CONSULTATION | {"on": "2018-02-29"}, ["on"]),
        (CONSULTATION | {"on": "2999-01-01"}, ["on"]),
        (CONSULTATION | {"on": "1989-12-31"}, ["on"]),
        (CONSULTATION | {"on": None}, ["on"]),
        (CONSULTATION | {"recorded_on": "2999-01-01"}, ["recorded_on"]),
        (CONSULTATION | {"recorded_on": "soon"}, ["recorded_on"]),
        (CONSULTATION | {"person": ""}, ["person"]),
        (CONSULTATION | {"person": 7}, ["person"]),
        (CONSULTATION | {"channel": "x", "on": "y", "z": 1}, ["channel", "on", "z"]),
    ],
    ids=[
        "no_such_channel",
        "no_channel",
        "no_such_desk",
        "desk_is_a_number",
        "unknown_key",
        "interview_has_no_channel",
        "application_has_no_reason",
        "no_such_issue",
        "no_such_main_issue",
        "main_not_among_issues",
        "issues_no_list",
        "no_issues",
        "no_such_programme",
        "employment_support_unclear",
        "agreed_on_no_date",
        "agreed_in_the_future",
        "no_programmes",
        "employer_is_a_number",
        "kind_is_a_list",
        "no_reason",
        "empty_reason",
        "no_such_day",
        "in_the_future",
        "before_1990",
        "no_day",
        "recorded_in_the_future",
        "recorded_on_no_date",
        "no_person",
        "person_is_a_number",
        "all_at_once",
    ],
)
def test_a_line_is_refused(history, wrong, fields):
    assert history.refused(wrong, CONSULTATION | {"on": "2018-04-02"}) == fields


@pytest.mark.parametrize("on", ["1990-01-01", "2016-02-29"])
def test_a_day_at_the_edge_is_taken(history, on):
    history.taken(CONSULTATION | {"on": on})


def test_no_case_is_ended_that_never_began(history):
    assert history.refused(ENDING) == ["person"]


@pytest.mark.parametrize("lacking", ["on", "person"])
def test_a_line_lacks_what_every_line_has(intake, lacking):
    record = {"do": "consultation", "on": DAY, "person": "nobody", "channel": "phone"}
    del record[lacking]
    answer = intake("import_lines", lines=[{"line": 9, "text": json.dumps(record)}])
    [fault] = answer["refused"]
    assert (fault["line"], fault["field"]) == (9, lacking) and fault["remedy"]


def test_a_refused_line_stops_no_other_and_taking_it_corrected_is_new(history):
    wrong = ASSESSMENT | {"main": "care"}
    answer = history.take(CONSULTATION, wrong, PLAN)
    assert (answer["accepted"], [f["line"] for f in answer["refused"]]) == (2, [2])
    answer = history.take(CONSULTATION, ASSESSMENT, PLAN)
    assert (answer["accepted"], answer["already"]) == (1, 2)


@pytest.mark.parametrize(
    "other",
    [
        line("referral", id="r", **{"from": "livelihood", "to": "housing"}),
        line("referral_state", id="r", state="accepted"),
        line("something_else"),
        line("correction", of={"do": "referral", "on": DAY}, set={"to": "housing"}),
    ],
    ids=["referral", "referral_state", "unknown", "correction_of_a_referral"],
)
def test_lines_of_other_services_are_handed_back(history, other):
    answer = history.take(CONSULTATION, other)
    assert (answer["accepted"], answer["refused"], answer["not_mine"]) == (1, [], [2])


# -- corrections ----------------------------------------------------------------------------------


def correction(do, _of_day=DAY, **set):
    return line("correction", on="2018-07-01", of={"do": do, "on": _of_day}, set=set)


@pytest.mark.parametrize(
    ("wrong", "right", "fact"),
    [
        (line("public_assistance_interview"), {"on": "2018-05-08"}, {"on": "2018-05-08"}),
        (line("public_assistance_application"), {"on": "2018-05-08"}, {"on": "2018-05-08"}),
        (
            CONSULTATION,
            {"channel": "department", "from_desk": "収納課", "signal": "税の滞納"},
            {"channel": "department", "from_desk": "tax_collection", "signal_kind": "other"},
        ),
        (ASSESSMENT, {"issues": ["care"], "main": "care"}, {"issues": ["care"], "main": "care"}),
        (
            PLAN,
            {"programmes": [], "employment_support": False, "agreed_on": None},
            {"programmes": [], "employment_support": False, "agreed_on": None},
        ),
        (line("found_work"), {"kind": "part_time"}, {"kind": "part_time"}),
        (line("found_work"), {"kind": "正社員", "employer": "秘密"}, {"kind": "other"}),
        (line("income_increased"), {"on": "2018-05-09"}, {"on": "2018-05-09"}),
        (ENDING, {"reason": "died"}, {"reason": "died"}),
        (ENDING, {"reason": "県外に転出"}, {"reason": "other"}),
    ],
    ids=[
        "interview",
        "application",
        "consultation",
        "assessment",
        "plan",
        "found_work",
        "found_work_in_words",
        "income_increased",
        "ending",
        "ending_in_words",
    ],
)
def test_what_was_wrong_is_put_right_under_the_facts_own_names(history, wrong, right, fact):
    history.taken(CONSULTATION | {"on": "2018-04-02"}, wrong)
    [(kind, data)] = history.taken(correction(wrong["do"], **right))
    assert (kind, data["set"], data["on"]) == ("record_corrected", fact, "2018-07-01")


def test_a_record_is_found_by_its_corrected_day_and_still_by_its_first(history):
    history.taken(CONSULTATION)
    history.taken(correction("consultation", on="2018-05-09"))
    history.taken(correction("consultation", "2018-05-09", channel="phone"))
    history.taken(correction("consultation", DAY, channel="family"))


@pytest.mark.parametrize(
    ("of", "values", "fields"),
    [
        ({"do": "consultation", "on": "2018-05-09"}, {"channel": "phone"}, ["of"]),
        ({"do": "assessment", "on": DAY}, {"main": "debt"}, ["of"]),
        ({"do": "consultation", "on": DAY}, {}, ["set"]),
        ({"do": "consultation", "on": DAY}, {"person": "x"}, ["set.person"]),
        ({"do": "consultation", "on": DAY}, {"issues": ["debt"]}, ["set.issues"]),
        ({"do": "consultation", "on": DAY}, {"channel": "pigeon"}, ["set.channel"]),
        ({"do": "consultation", "on": DAY}, {"channel": None}, ["set.channel"]),
        ({"do": "consultation", "on": DAY}, {"from_desk": "the_moon"}, ["set.from_desk"]),
        ({"do": "consultation", "on": DAY}, {"on": "someday"}, ["set.on"]),
        ({"do": "consultation", "on": DAY}, {"on": "2999-01-01"}, ["set.on"]),
        ({"do": "consultation", "on": DAY}, {"on": None}, ["set.on"]),
        ({"do": "consultation"}, {"channel": "phone"}, ["of.on"]),
        ({"do": "consultation", "on": DAY, "colour": "red"}, {"channel": "phone"}, ["of.colour"]),
    ],
    ids=[
        "no_record_that_day",
        "no_record_of_that_kind",
        "nothing_to_correct",
        "the_person",
        "another_kinds_field",
        "no_such_channel",
        "channel_taken_away",
        "no_such_desk",
        "no_date",
        "in_the_future",
        "no_day",
        "of_which_day",
        "unknown_key",
    ],
)
def test_a_correction_is_refused(history, of, values, fields):
    wrong = line("correction", on="2018-07-01", of=of, set=values)
    assert history.refused(wrong, CONSULTATION) == fields


@pytest.mark.parametrize("values", [{"main": "care"}, {"issues": ["care"]}], ids=["main", "issues"])
def test_after_a_correction_too_the_main_issue_is_one_of_the_issues(history, values):
    wrong = correction("assessment", **values)
    assert history.refused(wrong, CONSULTATION, ASSESSMENT) == ["set.main"]


def test_two_records_of_one_day_are_not_told_apart(history):
    twice = [CONSULTATION, CONSULTATION | {"channel": "phone"}]
    assert history.refused(correction("consultation", channel="family"), *twice) == ["of"]


def test_nobody_corrects_another_persons_record(history, intake):
    history.taken(CONSULTATION)
    assert History(intake).refused(correction("consultation", channel="phone")) == ["of"]


def test_after_all_this_the_service_finds_no_fault_with_itself(intake):
    assert intake.verify() == []


def test_somebody_of_the_past_records_is_helped_by_their_number_as_anybody(intake):
    """The import knows them by a case alone; what is new about them puts them on record."""
    one, other = History(intake), History(intake)
    for past in (one, other):
        past.take({"do": "consultation", "channel": "walk_in"})
    came = intake("accept_consultation", channel="phone", person_id=one.person_id)
    assert came["case_id"] == one.case_id
    came = intake("accept_consultation", channel="phone", case_id=other.case_id)
    assert came["person_id"] == other.person_id
    agreed = {"purpose": "support", "recipients": ["consultation_support"]}
    intake("give_consent", person_id=one.person_id, **agreed)
    assert len(intake("list_consents", person_id=one.person_id)) == 1
    assert intake("read_person", person_id=other.person_id, purpose="support")["details"] == {}


def test_a_line_that_breaks_is_refused_with_its_number_and_the_others_are_taken(
    intake, monkeypatch
):
    whole = Case.accept_consultation

    def accept_consultation(case, **given):
        whole(case, **given)
        if case.id == ImportContext.case_id("breaks"):
            raise LookupError("planted")

    monkeypatch.setattr(Case, "accept_consultation", accept_consultation)
    lines = [CONSULTATION | {"person": who, "on": DAY} for who in ("before", "breaks", "behind")]
    answer = intake.take_lines(*lines)
    assert (answer["accepted"], answer["not_mine"]) == (2, [])
    [refused] = answer["refused"]
    assert refused["line"] == 2 and refused["problem"]
    assert intake("get_case", id=ImportContext.case_id("behind"))["state"] == "open"
    monkeypatch.undo()
    again = intake.take_lines(*lines)
    assert (again["accepted"], again["already"], again["refused"]) == (1, 2, [])
