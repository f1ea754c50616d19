"""What must hold over several things of intake, whoever records at the same moment."""

from __future__ import annotations

from services.intake.domain.identity import Proposal
from services.intake.domain.signal import Signal
from tsunagu.domain.invariant import Invariant
from tsunagu.domain.text import Text

INVARIANTS = (
    Invariant(
        "one_case_per_person",
        over="person",
        text=Text("一人のケースは一つ", "a person has one case"),
    ),
    Invariant(
        "one_human_for_the_same_details",
        over="person",
        text=Text(
            "同じ人と分かる記録は、同時に来ても一人になる",
            "records that are surely of one person are one human, also when they come together",
        ),
    ),
    Invariant(
        "one_need_per_human",
        over="person",
        text=Text(
            "一人についての開いている端緒とケースは、一つの困りごと",
            "what is open about a human, signals and case, is one need",
        ),
    ),
    Invariant(
        "one_signal_per_id_of_a_department",
        over="department and id",
        text=Text(
            "同じ部署の同じ id は、どの入口から来ても一つの端緒",
            "the same id of the same department is one signal, whichever way it comes",
        ),
        kept_by=Signal,
    ),
    Invariant(
        "no_number_is_missing_that_came",
        over="department",
        text=Text(
            "届いた番号は、欠番にならない",
            "a running number that came is not counted as missing",
        ),
    ),
    Invariant(
        "one_signal_per_slip",
        over="slip number",
        text=Text("案内票の番号は、一つの端緒のもの", "the number of a slip is one signal's"),
    ),
    Invariant(
        "a_match_is_decided_once",
        over="proposal",
        text=Text(
            "同じ人かどうかの判断は一度",
            "whether two are one person is decided once",
        ),
        kept_by=Proposal,
    ),
    Invariant(
        "nobody_is_merged_in_a_circle",
        over="person",
        text=Text(
            "二つの記録を互いに統合しても、一人は一人",
            "two records merged into one another are one human, not two or none",
        ),
    ),
    Invariant(
        "nothing_is_shared_after_a_withdrawal",
        over="person",
        text=Text(
            "同意を取り下げた後は、会議で共有されない",
            "nothing is shared in a meeting on a consent that was withdrawn before",
        ),
    ),
    Invariant(
        "a_line_is_imported_once",
        over="line of past records",
        text=Text(
            "過去の記録の同じ行は、二つの取り込みが重なっても一度だけ",
            "the same line of past records counts once, also where two imports overlap",
        ),
    ),
)
