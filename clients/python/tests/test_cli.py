"""The commands as a department's staff and timers call them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tsunagu_signals.cli import command_line
from tsunagu_signals.cli.output import STATES

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TAX = EXAMPLES / "tax_collection"


@pytest.fixture
def tsunagu_signal(office, tmp_path, monkeypatch):
    """`tsunagu_signal("status", "1", code=0)`: what it said, its exit code checked."""
    for name, value in office.environment("tax_collection", tmp_path / "spool").items():
        if name.startswith("TSUNAGU_"):
            monkeypatch.setenv(name, value)

    def call(*arguments, code=0, input=None, **environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        done = CliRunner().invoke(command_line(), [str(a) for a in arguments], input=input)
        assert done.exit_code == code, (done.output, done.exception)
        return done

    return call


def notice_options(notice, **other):
    signal = notice(**other)
    return signal["id"], [f"--{name.replace('_', '-')}={value}" for name, value in signal.items()]


def test_a_signal_is_sent_and_its_state_read_back(tsunagu_signal, notice):
    id, options = notice_options(notice)
    (sent,) = json.loads(tsunagu_signal("send", *options, "--json").stdout)
    assert sent["state"] == "accepted" and sent["signal_id"]
    for asked in (id, sent["signal_id"]):
        status = json.loads(tsunagu_signal("status", asked, "--json").stdout)
        assert (status["state"], status["signal_id"]) == ("open", sent["signal_id"])
    words = tsunagu_signal("status", id).stdout
    assert "consultation_support" in words and "signal_received" in words


def test_several_come_from_a_file_or_standard_input(tsunagu_signal, notice, tmp_path):
    signals = [notice(), notice(basis="consent", person={"name": "見本"})]
    lines = "\n".join(map(json.dumps, signals))
    assert tsunagu_signal("send", "-", input=lines).stdout.count("✓") == 2
    file = tmp_path / "list.json"
    file.write_text(json.dumps([notice(), notice()]), encoding="utf-8-sig")
    assert tsunagu_signal("send", file).stdout.count("✓") == 2
    assert (
        tsunagu_signal("send", "-", "--urgent", input=json.dumps(notice())).stdout.count("✓") == 1
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_may_be_written_by_any_shell(tsunagu_signal, notice, tmp_path, encoding):
    file = tmp_path / "signal.json"
    file.write_text(json.dumps(notice(note="日本"), ensure_ascii=False), encoding=encoding)
    assert "✓" in tsunagu_signal("send", file).stdout


def test_a_file_in_shift_jis_is_wrong_use_and_says_what_to_do(tsunagu_signal, notice, tmp_path):
    file = tmp_path / "signal.json"
    file.write_text(json.dumps(notice(note="日本"), ensure_ascii=False), encoding="cp932")
    told = tsunagu_signal("send", file, code=2).stderr
    assert "UTF-8" in told and "signal.json" in told and "1 行目" in told and "line 1" in told


def test_what_is_said_goes_into_a_shift_jis_file_too(office, notice, tmp_path):
    """As on Windows, where the output is redirected."""
    environment = office.environment("tax_collection", tmp_path / "spool")
    _, options = notice_options(notice, id="髙﨑𠮷")
    for arguments in (["send", *options], ["status", "髙﨑𠮷", "--json"]):
        done = subprocess.run(
            [Path(sys.executable).parent / "tsunagu-signal", *arguments],
            env=environment | {"PYTHONIOENCODING": "cp932"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("cp932"))["id"] == "髙﨑𠮷"


@pytest.mark.parametrize("text", ["", "{", "7", "[]", '["x"]', '{"id": "1"}\n{'])
def test_what_is_no_signal_is_wrong_use(tsunagu_signal, text):
    assert "Error" in tsunagu_signal("send", "-", input=text, code=2).stderr


def test_where_json_breaks_off_is_told_in_both_languages(tsunagu_signal):
    told = tsunagu_signal("send", "-", input='{\n\n"id": }', code=2).stderr
    assert "3 行目" in told and "line 3" in told


def test_send_without_anything_is_wrong_use(tsunagu_signal):
    tsunagu_signal("send", code=2)


@pytest.mark.parametrize("missing", ["id", "kind", "noticed_on", "basis"])
def test_send_by_options_wants_all_that_is_required_and_keeps_nothing(
    tsunagu_signal, notice, missing
):
    signal = notice()
    del signal[missing]
    options = [f"--{name.replace('_', '-')}={value}" for name, value in signal.items()]
    told = tsunagu_signal("send", *options, code=2).stderr
    assert f"--{missing.replace('_', '-')}" in told
    assert json.loads(tsunagu_signal("spool", "list", "--json").stdout)["signals"] == []


def test_a_file_with_a_signal_without_an_id_is_wrong_use_and_nothing_of_it_is_kept(
    tsunagu_signal, notice
):
    nameless = notice()
    del nameless["id"]
    given = json.dumps([notice(), nameless])
    assert "2 件目" in tsunagu_signal("send", "-", input=given, code=2).stderr
    counts = json.loads(tsunagu_signal("spool", "list", "--json").stdout)["counts"]
    assert not any(counts.values())
    assert "✓" in tsunagu_signal("send", "-", "--id=1-x", input=json.dumps(nameless)).stdout


def test_the_help_names_every_basis(tsunagu_signal):
    from tsunagu_signals.checking import BASES

    told = tsunagu_signal("send", "--help").stdout
    assert all(basis in told for basis in BASES)


# -- checking without sending ---------------------------------------------------------------------


@pytest.fixture
def check(tsunagu_signal, monkeypatch, tmp_path):
    """`check(…, code=0)`, with no setting at all and no place to keep anything."""

    def call(*arguments, **how):
        for name in ("URL", "TOKEN", "DEPARTMENT", "SPOOL"):
            monkeypatch.delenv(f"TSUNAGU_{name}", raising=False)
        monkeypatch.setattr("tsunagu_signals.settings.default_spool", lambda: tmp_path / "spool")
        done = tsunagu_signal("check", *arguments, **how)
        assert not (tmp_path / "spool").exists()
        return done

    return call


def test_signals_are_checked_on_this_machine_alone(check, notice, tmp_path):
    file = tmp_path / "list.json"
    good, bad = notice(), notice(person={"name": "見本"})
    file.write_text(json.dumps(good), encoding="utf-8-sig")
    assert check(file).stdout == f"✓ {good['id']}  {STATES['fit']}\n"
    file.write_text(json.dumps([good, bad]))
    told = check(file, code=1)
    assert "✓" in told.stdout and f"✗ {bad['id']}" in told.stdout
    assert "person: " in told.stderr and "見本" not in told.output
    lines = json.dumps(good) + "\n" + json.dumps({"kind": "?"})
    first, second = json.loads(check("-", "--json", input=lines, code=1).stdout)
    assert (first["state"], second["state"], second["id"]) == ("fit", "refused", "#2")
    assert {"id", "kind", "basis"} <= {fault["field"] for fault in second["faults"]}


def test_one_id_for_two_things_is_found_in_a_file(check, notice):
    twice = [notice(id="1"), notice(id="1"), notice(id="1", note="別")]
    told = check("-", "--json", input=json.dumps(twice), code=1)
    assert [one["state"] for one in json.loads(told.stdout)] == ["fit", "fit", "refused"]


def test_a_list_is_checked_as_by_a_dry_run(check, tmp_path):
    given = [TAX / "2026-04.csv", "--mapping", TAX / "mapping.toml"]
    assert "7  送れます" in check(*given).stdout
    told = check(*given, "--department", "waterworks", code=2)
    assert "tax_collection" in told.stderr
    text = (TAX / "2026-04.csv").read_bytes().decode("cp932").replace("S22.12.1", "S99.1.1")
    (tmp_path / "list.csv").write_bytes(text.encode("cp932"))
    refused = tmp_path / "refused.csv"
    assert "6 行目" in check(tmp_path / "list.csv", *given[1:], "--refused", refused, code=1).stderr
    assert "S99.1.1" in refused.read_text(encoding="utf-8-sig")


def test_a_list_without_its_mapping_is_wrong_use(check):
    assert "--mapping" in check(TAX / "2026-04.csv", code=2).stderr


def test_a_refused_signal_is_told_kept_mended_and_sent_again(tsunagu_signal, notice, tmp_path):
    signal = notice(person={"name": "見本"})
    told = tsunagu_signal("send", "-", input=json.dumps(signal), code=1)
    assert "person" in told.stderr and "→" in told.stderr and "見本" not in told.output
    assert signal["id"] in tsunagu_signal("spool", "list", "--refused").stdout
    assert json.loads(tsunagu_signal("spool", "show", signal["id"]).stdout) == signal
    tsunagu_signal("spool", "retry", signal["id"], code=1)
    mended = tmp_path / "mended.json"
    mended.write_text(json.dumps(signal | {"basis": "consent"}))
    assert "✓" in tsunagu_signal("spool", "retry", signal["id"], mended).stdout
    assert json.loads(tsunagu_signal("spool", "list", "--json").stdout)["counts"]["refused"] == 0


def test_what_only_the_broker_has_is_not_counted_as_accepted(tsunagu_signal, notice, tmp_path):
    from tsunagu_signals import Answer
    from tsunagu_signals.spool import Spool

    spool = Spool(tmp_path / "spool", "tax_collection")
    spool.put([notice(), notice()])
    first, second = spool.next(2, 10_000)
    spool.settle([(first, Answer(first.id, "sent")), (second, Answer(second.id, "accepted"))])
    told = tsunagu_signal("spool", "list").stdout
    assert "1  受け付けました / accepted" in told and "1  ブローカーに渡しました" in told
    assert "届いた" not in told
    counts = json.loads(tsunagu_signal("spool", "list", "--json").stdout)["counts"]
    assert (counts["arrived"], counts["sent"]) == (2, 1)


def test_without_the_platform_it_waits_and_flush_brings_it(tsunagu_signal, notice, office):
    _, options = notice_options(notice)
    told = tsunagu_signal("send", *options, code=1, TSUNAGU_URL="http://127.0.0.1:1")
    assert "…" in told.stdout and "127.0.0.1:1" in told.stderr
    assert json.loads(tsunagu_signal("flush", "--json", code=1).stdout)["waiting"] == 1
    done = json.loads(tsunagu_signal("flush", "--json", TSUNAGU_URL=office.url).stdout)
    assert (done["accepted"], done["waiting"]) == (1, 0)


def test_a_wrong_token_keeps_everything_and_says_what_to_do(
    tsunagu_signal, notice, tmp_path, office
):
    _, options = notice_options(notice)
    told = tsunagu_signal("send", *options, code=1, TSUNAGU_TOKEN="x" * 43)
    assert "TSUNAGU_TOKEN" in told.stderr and "手元に残って" in told.stderr
    file = tmp_path / "token"
    file.write_text(office.token("tax_collection") + "\n")
    assert "1  受け付け" in tsunagu_signal("flush", "--token-file", file).stdout


@pytest.mark.parametrize("command", ["send", "import"])
def test_a_token_of_another_department_is_wrong_use(tsunagu_signal, notice, office, command):
    _, options = notice_options(notice)
    folder = EXAMPLES / "waterworks"
    if command == "import":
        options = [folder / "2026-04.csv", "--mapping", folder / "mapping.toml"]
    told = tsunagu_signal(command, *options, code=2, TSUNAGU_DEPARTMENT="waterworks")
    assert "tax_collection" in told.stderr and "TSUNAGU_DEPARTMENT" in told.stderr
    # Put right, the same spool serves.
    counts = json.loads(
        tsunagu_signal("spool", "list", "--json", TSUNAGU_DEPARTMENT="tax_collection").stdout
    )["counts"]
    assert not any(counts.values())


def test_a_status_at_a_wrong_address_is_a_failure(tsunagu_signal, notice, office):
    id, options = notice_options(notice)
    tsunagu_signal("send", *options)
    told = tsunagu_signal("status", id, code=1, TSUNAGU_URL=f"{office.url}/api/v1")
    assert "TSUNAGU_URL" in told.stderr and told.stdout == ""


@pytest.mark.parametrize("command", ["send", "status"])
def test_https_where_only_http_is_spoken_is_said_plainly(tsunagu_signal, notice, office, command):
    id, options = notice_options(notice)
    tsunagu_signal("send", *options)
    given = options if command == "send" else [id]
    told = tsunagu_signal(command, *given, code=1, TSUNAGU_URL=office.url.replace("http", "https"))
    assert "http://" in told.stderr and "TSUNAGU_URL" in told.stderr


def test_all_missing_settings_are_named_at_once(tsunagu_signal):
    told = tsunagu_signal(
        "flush", code=2, TSUNAGU_URL="", TSUNAGU_TOKEN="", TSUNAGU_DEPARTMENT=""
    ).stderr
    for name in ("TSUNAGU_URL", "TSUNAGU_TOKEN", "TSUNAGU_DEPARTMENT"):
        assert name in told


@pytest.mark.parametrize(
    "wrong",
    [
        {"TSUNAGU_URL": "tsunagu.example"},
        {"TSUNAGU_URL": "ftp://x"},
        {"TSUNAGU_TOKEN": "鍵"},
        {"TSUNAGU_TOKEN_FILE": "/nowhere/token", "TSUNAGU_TOKEN": ""},
    ],
    ids=str,
)
def test_settings_of_the_wrong_form_are_wrong_use(tsunagu_signal, wrong):
    tsunagu_signal("flush", code=2, **wrong)


def test_what_nobody_knows_has_no_status(tsunagu_signal):
    assert "nobody-knows" in tsunagu_signal("status", "nobody-knows", code=1).stderr
    tsunagu_signal("spool", "discard", "nobody-knows", code=1)
    tsunagu_signal("spool", "show", "nobody-knows", code=1)
    tsunagu_signal("spool", "retry", "nobody-knows", code=1)
    tsunagu_signal("spool", "retry", code=2)


# -- lists ----------------------------------------------------------------------------------------


def test_a_dry_run_sends_nothing_and_needs_no_platform(tsunagu_signal, office):
    before = len(office.signals_of("tax_collection"))
    told = tsunagu_signal(
        "import",
        TAX / "2026-04.csv",
        "--mapping",
        TAX / "mapping.toml",
        "--dry-run",
        TSUNAGU_URL="",
        TSUNAGU_TOKEN="",
    )
    assert "7  送れます" in told.stdout and "cp932" in told.stdout
    assert len(office.signals_of("tax_collection")) == before


def test_a_list_is_sent_and_its_faulty_rows_come_back_to_be_mended(tsunagu_signal, tmp_path):
    text = (TAX / "2026-04.csv").read_bytes().decode("cp932").replace("S22.12.1", "S99.1.1")
    (tmp_path / "list.csv").write_bytes(text.encode("cp932"))
    refused = tmp_path / "refused.csv"
    told = tsunagu_signal(
        "import",
        tmp_path / "list.csv",
        "--mapping",
        TAX / "mapping.toml",
        "--refused",
        refused,
        code=1,
    )
    assert "6 " in told.stdout and "6 行目" in told.stderr and "生年月日" in told.stderr
    mended = refused.read_text(encoding="utf-8-sig").replace("S99.1.1", "S22.12.1")
    refused.write_text(mended, encoding="utf-8-sig")
    again = tsunagu_signal("import", refused, "--mapping", TAX / "mapping.toml", "--json")
    result = json.loads(again.stdout)
    assert (result["rows"], sum(result["counts"].values()), result["refused"]) == (1, 1, [])


def test_a_list_waits_while_the_platform_is_away(tsunagu_signal, office):
    result = json.loads(
        tsunagu_signal(
            "import",
            TAX / "2026-04.csv",
            "--mapping",
            TAX / "mapping.toml",
            "--json",
            code=1,
            TSUNAGU_URL="http://127.0.0.1:1",
        ).stdout
    )
    assert result["counts"] == {"waiting": 7} and result["why"]
    assert (
        json.loads(tsunagu_signal("flush", "--json", TSUNAGU_URL=office.url).stdout)["waiting"] == 0
    )


@pytest.mark.parametrize("how", [[], ["--dry-run"]], ids=["sending", "dry_run"])
def test_another_department_s_mapping_is_not_used_by_mistake(tsunagu_signal, how):
    water = EXAMPLES / "waterworks"
    told = tsunagu_signal(
        "import", water / "2026-04.csv", "--mapping", water / "mapping.toml", *how, code=2
    )
    assert "waterworks" in told.stderr


def test_whose_mapping_it_is_is_checked_before_the_file_is_read(tsunagu_signal):
    told = tsunagu_signal(
        "import",
        EXAMPLES / "waterworks" / "2026-04.csv",
        "--mapping",
        TAX / "mapping.toml",
        code=2,
        TSUNAGU_DEPARTMENT="waterworks",
    )
    assert "tax_collection" in told.stderr and "列がありません" not in told.stderr


@pytest.mark.parametrize("header_row", [0, 1, 2, 3])
def test_no_person_s_data_is_told_where_a_header_is_missing(tsunagu_signal, tmp_path, header_row):
    """Whatever row is taken for the header: a log keeps what is said here."""
    mapping = (TAX / "mapping.toml").read_text(encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(
        mapping.replace("header_row = 3", f"header_row = {header_row}"), encoding="utf-8"
    )
    told = tsunagu_signal(
        "import",
        EXAMPLES / "waterworks" / "2026-04.csv",
        "--mapping",
        tmp_path / "mapping.toml",
        "--dry-run",
        code=2,
    )
    for cell in ("架空", "見本", "座間", "１０００１２", "080", "０８０", "４月１６日"):
        assert cell not in told.output
    assert f"{header_row} 行目" in told.stderr and told.stderr.count("見出し") == 1


def test_a_header_that_lacks_a_column_is_told_once(tsunagu_signal, tmp_path):
    text = (TAX / "2026-04.csv").read_bytes().decode("cp932")
    text = text.replace("税目", "種目").replace("催告日", "日付")
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    told = tsunagu_signal(
        "import", tmp_path / "list.csv", "--mapping", TAX / "mapping.toml", "--dry-run", code=2
    )
    assert "「税目」" in told.stderr and "「催告日」" in told.stderr
    assert told.stderr.count("種目") == 1 and "見出し / header: " in told.stderr


def test_a_mapping_and_a_list_that_do_not_belong_together_are_wrong_use(tsunagu_signal):
    told = tsunagu_signal(
        "import",
        EXAMPLES / "waterworks" / "2026-04.csv",
        "--mapping",
        TAX / "mapping.toml",
        "--dry-run",
        code=2,
    )
    assert "税目" in told.stderr and "見出し" in told.stderr


@pytest.mark.parametrize("how", [[], ["--dry-run"]], ids=["sending", "dry_run"])
def test_where_refused_rows_cannot_be_written_nothing_is_sent(tsunagu_signal, tmp_path, how):
    told = tsunagu_signal(
        "import",
        TAX / "2026-04.csv",
        "--mapping",
        TAX / "mapping.toml",
        "--refused",
        tmp_path / "nowhere" / "r.csv",
        *how,
        code=2,
    )
    assert "r.csv" in told.stderr and "書けません" in told.stderr
    counts = json.loads(tsunagu_signal("spool", "list", "--json").stdout)["counts"]
    assert counts["arrived"] == counts["waiting"] == 0


def test_a_disk_that_fills_meanwhile_does_not_hide_what_became_of_the_list(
    tsunagu_signal, tmp_path, monkeypatch
):
    def full(found, path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tsunagu_signals.refused_rows.write_refused", full)
    told = tsunagu_signal(
        "import",
        TAX / "2026-04.csv",
        "--mapping",
        TAX / "mapping.toml",
        "--refused",
        tmp_path / "r.csv",
    )
    assert "No space left" in told.stderr and "7  受け付け" in told.stdout
    assert list(tmp_path.glob("*r.csv*")) == []


def test_a_fault_without_a_column_is_told_with_its_field(tsunagu_signal, tmp_path):
    (tmp_path / "mapping.toml").write_text(
        'id = { column = "番号" }\nkind = { value = "tax_arrears" }\n'
        'noticed_on = { value = "2026-04-20" }\nbasis = { value = "consent" }\n'
        '[consent]\nuntil = { value = "2026-04-01" }\n',
        encoding="utf-8",
    )
    (tmp_path / "list.csv").write_text("番号\n1\n", encoding="utf-8")
    told = tsunagu_signal(
        "import", tmp_path / "list.csv", "--mapping", tmp_path / "mapping.toml", code=1
    )
    assert "2 行目 / row 2 consent.until: 同意した日より前" in told.stderr


def test_a_dry_run_shows_who_watches_a_row_without_the_person(tsunagu_signal, monkeypatch):
    given = ["import", TAX / "2026-04.csv", "--mapping", TAX / "mapping.toml", "--dry-run"]
    assert "例" not in tsunagu_signal(*given).output  # a log keeps no number of anybody
    result = json.loads(tsunagu_signal(*given, "--json").stdout)
    assert result["counts"] == {"fit": 7}
    assert result["example"]["signal"]["kind"] == "tax_arrears"
    monkeypatch.setattr("tsunagu_signals.cli.lists.watched", lambda: True)
    told = tsunagu_signal(*given)
    assert "kind=tax_arrears" in told.stderr and "basis=conference" in told.stderr
    assert "person.name" in told.stderr and "note" in told.stderr
    for name in ("架空", "太郎", "ひばりが丘", "123,400"):
        assert name not in told.output


def test_a_dry_run_says_what_only_the_platform_can_check(tsunagu_signal):
    given = ["import", TAX / "2026-04.csv", "--mapping", TAX / "mapping.toml", "--dry-run"]
    assert tsunagu_signal(*given).stderr == ""
    told = tsunagu_signal(*given, "--set", "conference_id=c-1")
    assert "支援会議" in told.stderr and "conference" in told.stderr


@pytest.mark.parametrize(
    "command", [[], ["send"], ["import"], ["status"], ["flush"], ["spool"], ["check"]]
)
def test_every_command_explains_itself_in_both_languages(tsunagu_signal, command):
    told = tsunagu_signal(*command, "--help").stdout
    assert " / " in told and any("ぁ" <= character <= "龠" for character in told)
