"""The figures again, counted straight from the lines of an import file.

Written from the interface's words alone; shares nothing with the services.
"""

from collections import Counter
from datetime import date
from itertools import combinations


def year_of(day):
    return int(day[:4]) - (int(day[5:7]) < 4)


def known_lines(lines, as_of=None, imported_on=None):
    """The lines as they read on a day: late ones missing, corrections made if known by then."""
    imported_on = imported_on or date.today().isoformat()
    known, seen = [], set()
    for line in lines:
        if (content := repr(sorted(line.items(), key=str))) in seen:
            continue  # identical lines count once
        seen.add(content)
        correcting = line["do"] == "correction"
        recorded = line.get("recorded_on") or (imported_on if correcting else line["on"])
        if not correcting:
            known.append(dict(line) | {"_recorded": recorded})
            continue
        target = next(
            k
            for k in known
            if (k["person"], k["do"], k["on"])
            == (line["person"], line["of"]["do"], line["of"]["on"])
        )
        if as_of is None or max(recorded, target["_recorded"]) <= as_of:
            target |= line["set"]
    return [k for k in known if as_of is None or k["_recorded"] <= as_of]


def ratio(part, whole):
    return round(part / whole, 3) if whole else None


def openings(lines):
    """(person, day) of each consultation that opens a case, or reopens it after its ending."""
    state, found = {}, []
    for number, line in sorted(enumerate(lines), key=lambda item: (item[1]["on"], item[0])):
        person = line["person"]
        if line["do"] == "consultation" and state.get(person) != "open":
            state[person] = "open"
            found.append((person, line["on"]))
        elif line["do"] == "ending":
            state[person] = "ended"
        assert number >= 0
    return found


def consultation_table(lines, year):
    inside = [line for line in lines if year_of(line["on"]) == year]

    def who(do, wanted=lambda line: True):
        return {line["person"] for line in inside if line["do"] == do and wanted(line)}

    interviewed, applied = who("public_assistance_interview"), who("public_assistance_application")
    new = {person for person, day in openings(lines) if year_of(day) == year}
    from_livelihood = who("consultation", lambda line: line.get("from_desk") == "livelihood")
    linked = new & (interviewed - applied) & from_livelihood
    back = set()
    for person in who("consultation") - from_livelihood:
        sent = [
            line["on"]
            for line in inside
            if line["person"] == person and line["do"] == "referral" and line["to"] == "livelihood"
        ]
        if sent and any(
            line["on"] >= min(sent)
            for line in inside
            if line["person"] == person and line["do"] == "public_assistance_application"
        ):
            back.add(person)
    return {
        "total_persons": len(interviewed | applied | new),
        "public_assistance": {
            "interviews": len(interviewed),
            "applications": len(applied),
            "not_applied": len(interviewed - applied),
            "not_applied_ratio": ratio(len(interviewed - applied), len(interviewed)),
            "linked_to_self_reliance": len(linked),
            "linked_to_self_reliance_ratio": ratio(len(linked), len(interviewed - applied)),
        },
        "self_reliance": {
            "new": len(new),
            "received_elsewhere": len(new - linked),
            "linked_to_public_assistance": len(back),
            "linked_to_public_assistance_ratio": ratio(len(back), len(applied)),
            "found_work": len(who("found_work")),
        },
    }


def issues(lines, year):
    first = {}
    for line in sorted(lines, key=lambda line: line["on"]):
        if line["do"] == "assessment" and year_of(line["on"]) == year:
            first.setdefault(line["person"], line["issues"])
    by_issue = Counter(issue for found in first.values() for issue in set(found))
    pairs = Counter(p for found in first.values() for p in combinations(sorted(set(found)), 2))
    total = sum(by_issue.values())
    return {
        "assessments": len(first),
        "issues": total,
        "issues_per_person": round(total / len(first), 2) if first else None,
        "by_issue": dict(by_issue),
        "pairs": {(a, b): n for (a, b), n in pairs.items()},
    }


def monthly(lines, year):
    months = [f"{year}-{m:02d}" for m in range(4, 13)] + [f"{year + 1}-{m:02d}" for m in (1, 2, 3)]
    table = []
    opened = openings(lines)

    def people(do, month, wanted=lambda line: True):
        return len(
            {
                line["person"]
                for line in lines
                if line["do"] == do and line["on"][:7] == month and wanted(line)
            }
        )

    for month in months:
        table.append(
            {
                "month": month,
                "new_consultations": len({p for p, day in opened if day[:7] == month}),
                "plans": sum(x["do"] == "plan" and x["on"][:7] == month for x in lines),
                "employment_targets": people("plan", month, lambda x: x["employment_support"]),
                "found_work": people("found_work", month),
                "increased_income": people("income_increased", month),
            }
        )
    work = sum(line["found_work"] + line["increased_income"] for line in table)
    return table, ratio(work, sum(line["employment_targets"] for line in table))


def sources(lines, year):
    days = {}
    for line in lines:
        if line["do"] == "consultation" and year_of(line["on"]) == year and line.get("from_desk"):
            days.setdefault(line["from_desk"], []).append(line["on"])
    return {desk: (min(on), len(on), len(set(on)) > 1) for desk, on in days.items()}
